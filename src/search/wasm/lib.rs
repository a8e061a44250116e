//! The search core as a WebAssembly module without imports: seven functions over two buffers.
//!
//! The caller asks for `buffer(length)`, writes into it, and calls `open`, `page` or `search`; what they return besides
//! their status stands at `answer()` for `answer_length()` bytes. After a trap the instance is dropped and made anew.

#[path = "../mod.rs"]
// The half that only the writer calls is compiled along and dropped by the linker.
#[allow(dead_code, unused_imports)]
mod search;

use std::sync::{Mutex, MutexGuard, PoisonError};

use search::remote::{Attempt, Remote, Request};

/// Status of every call.
const DONE: u32 = 0;
/// The answer is a list of page numbers, four bytes each, little-endian.
const MISSING: u32 = 1;
/// The answer is a message.
const FAILED: u32 = 2;

struct Module {
    input: Vec<u8>,
    answer: Vec<u8>,
    remote: Option<Remote>,
}

static MODULE: Mutex<Module> = Mutex::new(Module { input: Vec::new(), answer: Vec::new(), remote: None });

fn module() -> MutexGuard<'static, Module> {
    MODULE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room for the input of the next call and says where it is.
#[unsafe(no_mangle)]
pub extern "C" fn buffer(length: usize) -> *mut u8 {
    let mut module = module();
    module.input = vec![0; length];
    module.input.as_mut_ptr()
}

/// Opens the pack whose `hot.bin` is the input.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> u32 {
    let mut module = module();
    let hot = std::mem::take(&mut module.input);
    match Remote::open(hot) {
        Ok(remote) => {
            module.remote = Some(remote);
            DONE
        }
        Err(error) => module.fail(&error.to_string()),
    }
}

/// Takes the input in as a page of the pack.
#[unsafe(no_mangle)]
pub extern "C" fn page(number: u32) -> u32 {
    let mut module = module();
    let bytes = std::mem::take(&mut module.input);
    match &module.remote {
        Some(remote) if remote.bring(number, &bytes) => DONE,
        Some(_) => module.fail("a part of the index is damaged"),
        None => module.fail("no index is open"),
    }
}

/// Answers the request in the input, which is JSON; the answer is JSON too.
#[unsafe(no_mangle)]
pub extern "C" fn search() -> u32 {
    let mut module = module();
    let Ok(request) = serde_json::from_slice::<Request>(&module.input) else {
        return module.fail("the request cannot be read");
    };
    let Some(remote) = &module.remote else { return module.fail("no index is open") };
    match remote.attempt(&request) {
        Attempt::Answered(results) => match serde_json::to_vec(&results) {
            Ok(json) => module.answer(DONE, json),
            Err(error) => module.fail(&error.to_string()),
        },
        Attempt::Missing(pages) => {
            let list = pages.into_iter().flat_map(u32::to_le_bytes).collect();
            module.answer(MISSING, list)
        }
        Attempt::Failed(error) => module.fail(&error.to_string()),
    }
}

/// Where the answer of the last call is.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    module().answer.as_ptr()
}

/// How long the answer of the last call is.
#[unsafe(no_mangle)]
pub extern "C" fn answer_length() -> usize {
    module().answer.len()
}

/// Forgets the pack.
#[unsafe(no_mangle)]
pub extern "C" fn close() {
    *module() = Module { input: Vec::new(), answer: Vec::new(), remote: None };
}

impl Module {
    fn answer(&mut self, status: u32, bytes: Vec<u8>) -> u32 {
        self.answer = bytes;
        status
    }

    fn fail(&mut self, message: &str) -> u32 {
        self.answer(FAILED, message.as_bytes().to_vec())
    }
}
