//! The pages of a pack on their way: deflated where that makes them shorter.
//!
//! Whoever reads a page knows how long it is, so that nothing is written in front of it.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_slice_iter_to_slice;

/// Where trying harder is not worth the time.
const LEVEL: u8 = 6;

/// The bytes as they are sent; as they are, where they do not get shorter.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let packed = compress_to_vec(bytes, LEVEL);
    if packed.len() < bytes.len() { packed } else { bytes.to_vec() }
}

/// What was sent, which has this length; `None` where it is anything else.
pub fn inflated(sent: &[u8], length: usize) -> Option<Vec<u8>> {
    if sent.len() == length {
        return Some(sent.to_vec());
    }
    let mut bytes = vec![0; length];
    let written = decompress_slice_iter_to_slice(&mut bytes, std::iter::once(sent), false, true).ok()?;
    (written == length).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_never_get_longer() {
        let words = "the pool was exhausted, ".repeat(300).into_bytes();
        let noise: Vec<u8> = (0..5000u32).map(|at| (at.wrapping_mul(0x9e37_79b9) >> 13) as u8).collect();
        for bytes in [words, noise, vec![7], Vec::new()] {
            let sent = deflated(&bytes);
            assert!(sent.len() <= bytes.len());
            assert_eq!(inflated(&sent, bytes.len()).as_ref(), Some(&bytes));
            assert!(inflated(&sent, bytes.len() + 1).is_none());
        }
    }

    #[test]
    fn what_was_never_deflated_is_refused() {
        assert!(inflated(b"", 10).is_none());
        assert!(inflated(&[0xff; 9], 10).is_none());
        let sent = deflated(&[b'a'; 1000]);
        assert!(inflated(&sent[..sent.len() - 1], 1000).is_none());
        assert!(inflated(&sent, 999).is_none());
    }
}
