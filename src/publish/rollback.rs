//! Putting back a site that was in place once.

use std::fs;
use std::path::{Path, PathBuf};

use super::lock::Lock;
use super::target::{self, Target};
use super::{Entry, Handover, PublishError, Published, kept, record, settle, swap};

/// A kept site that may take the target's place again. Dropping it without [`Earlier::put_back`] changes nothing.
#[derive(Debug)]
pub struct Earlier {
    target: Target,
    number: u64,
    /// Released last.
    _lock: Lock,
}

impl Earlier {
    /// Finds the site that was in place `steps` publications ago, and makes sure that it still is what it was.
    ///
    /// # Errors
    /// When so many are not kept, it is damaged, another build is publishing there, or the machine refuses.
    pub fn find(target: &Path, content_root: &Path, steps: usize, wait: bool) -> Result<Self, PublishError> {
        let place = target::place(target, content_root)?;
        let lock = Lock::take(&place, wait)?;
        if lock.is_held() {
            swap::recover(&place);
        }
        let target = target::examine(place, content_root)?;
        let kept = kept::numbers(&target.place);
        let Some(&number) = steps.checked_sub(1).and_then(|at| kept.get(at)) else {
            return Err(PublishError::NotKept { path: target.place.path(), kept: kept.len() });
        };
        let path = kept::path(&target.place, number);
        if let Some(example) = kept::damaged(&path) {
            return Err(PublishError::KeptDamaged { path, example });
        }
        Ok(Self { target, number, _lock: lock })
    }

    /// Name of the site's folder.
    pub fn name(&self) -> &str {
        &self.target.place.name
    }

    /// Where the record of the site may lie, the first choice first.
    pub fn record_places(&self) -> [PathBuf; 2] {
        record::places(&self.target.place)
    }

    /// What stood beside the site when it was in place; `None` where nothing did.
    ///
    /// # Errors
    /// When there is a record that cannot be read.
    pub fn record(&self) -> Result<Option<Vec<u8>>, PublishError> {
        let path = kept::record_path(&self.target.place, self.number);
        record::read(&path).map_err(PublishError::machine("read", &path))
    }

    /// Where the kept site lies.
    pub fn folder(&self) -> PathBuf {
        kept::path(&self.target.place, self.number)
    }

    /// The files of the kept site.
    pub fn listed(&self) -> Vec<Entry> {
        super::Manifest::of(&self.folder()).unwrap_or_default().entries
    }

    /// Exchanges the kept site with the one in place, which is kept in turn. Where nothing stood beside it, the record at
    /// `record_path` is removed, as it tells of another site.
    ///
    /// # Errors
    /// When the machine refuses; the site in place is then untouched.
    pub fn put_back(self, record_path: &Path, keep: usize) -> Result<Published, PublishError> {
        let place = &self.target.place;
        let path = kept::path(place, self.number);
        let bytes = self.record()?;
        let record = bytes.as_deref().map(|bytes| (record_path, bytes));
        let old_record = record::read(record_path).map_err(PublishError::machine("read", record_path))?;
        let (_, new_record) = Handover { keep, record }.prepare(place)?;
        let manifest = super::Manifest::of(&path).unwrap_or_default();
        if self.target.exists
            && let Ok(metadata) = fs::metadata(place.path())
        {
            let _ = fs::set_permissions(&path, metadata.permissions());
        }
        swap::into_place(&path, &self.target)?;
        if self.target.exists {
            // Left under the number of the other, it would still be kept.
            let _ = kept::keep(place, &path, old_record.as_deref(), keep.max(1));
        }
        let _ = fs::remove_file(kept::record_path(place, self.number));
        if bytes.is_none() {
            let _ = fs::remove_file(record_path);
        }
        settle(new_record)?;
        let bytes = manifest.entries.iter().map(|entry| entry.size).sum();
        Ok(Published { files: manifest.entries.len(), bytes, changed: true })
    }
}
