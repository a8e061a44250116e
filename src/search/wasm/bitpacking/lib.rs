//! Stands in for `bitpacking` in the browser's reader: the same layout, read by a loop instead of unrolled code for
//! each width, which would be a fifth of the module.
//!
//! A block is 32 rows of `LANES` numbers. Each lane is a column packed into words of 32 bits, lowest bits first; the
//! words of the lanes take turns. Sorted blocks hold differences to the number before. A test of the main package
//! compares this with the real crate, width by width.

/// The lanes of [`BitPacker1x`] and [`BitPacker4x`].
const ROWS: usize = 32;

/// The part of the real crate's interface that tantivy uses.
pub trait BitPacker: Sized + Clone + Copy {
    const BLOCK_LEN: usize;

    fn new() -> Self;
    fn compress(&self, decompressed: &[u32], compressed: &mut [u8], num_bits: u8) -> usize;
    fn compress_sorted(&self, initial: u32, decompressed: &[u32], compressed: &mut [u8], num_bits: u8) -> usize;
    fn compress_strictly_sorted(
        &self,
        initial: Option<u32>,
        decompressed: &[u32],
        compressed: &mut [u8],
        num_bits: u8,
    ) -> usize;
    fn decompress(&self, compressed: &[u8], decompressed: &mut [u32], num_bits: u8) -> usize;
    fn decompress_sorted(&self, initial: u32, compressed: &[u8], decompressed: &mut [u32], num_bits: u8) -> usize;
    fn decompress_strictly_sorted(
        &self,
        initial: Option<u32>,
        compressed: &[u8],
        decompressed: &mut [u32],
        num_bits: u8,
    ) -> usize;
    fn num_bits(&self, decompressed: &[u32]) -> u8;
    fn num_bits_sorted(&self, initial: u32, decompressed: &[u32]) -> u8;
    fn num_bits_strictly_sorted(&self, initial: Option<u32>, decompressed: &[u32]) -> u8;
}

/// Blocks of `32 * LANES` numbers.
#[derive(Clone, Copy, Debug)]
pub struct Loop<const LANES: usize>;

pub type BitPacker1x = Loop<1>;
pub type BitPacker4x = Loop<4>;

/// The real types are their own values.
#[allow(non_upper_case_globals)]
pub const BitPacker1x: BitPacker1x = Loop;
#[allow(non_upper_case_globals)]
pub const BitPacker4x: BitPacker4x = Loop;

impl<const LANES: usize> BitPacker for Loop<LANES> {
    const BLOCK_LEN: usize = ROWS * LANES;

    fn new() -> Self {
        Self
    }

    fn decompress(&self, compressed: &[u8], decompressed: &mut [u32], num_bits: u8) -> usize {
        let bits = usize::from(num_bits);
        let mask = if bits == 0 { 0 } else { u32::MAX >> (32 - bits) };
        let word = |lane: usize, at: usize| {
            let start = (at * LANES + lane) * 4;
            u32::from_le_bytes([compressed[start], compressed[start + 1], compressed[start + 2], compressed[start + 3]])
        };
        for (at, number) in decompressed[..Self::BLOCK_LEN].iter_mut().enumerate() {
            let (row, lane) = (at / LANES, at % LANES);
            let (first, shift) = (row * bits / 32, row * bits % 32);
            let mut read = if bits == 0 { 0 } else { word(lane, first) >> shift };
            if shift + bits > 32 {
                read |= word(lane, first + 1) << (32 - shift);
            }
            *number = read & mask;
        }
        bits * Self::BLOCK_LEN / 8
    }

    fn decompress_sorted(&self, initial: u32, compressed: &[u8], decompressed: &mut [u32], num_bits: u8) -> usize {
        let read = self.decompress(compressed, decompressed, num_bits);
        integrate(initial, 0, &mut decompressed[..Self::BLOCK_LEN]);
        read
    }

    fn decompress_strictly_sorted(
        &self,
        initial: Option<u32>,
        compressed: &[u8],
        decompressed: &mut [u32],
        num_bits: u8,
    ) -> usize {
        let read = self.decompress(compressed, decompressed, num_bits);
        integrate(initial.unwrap_or(u32::MAX), 1, &mut decompressed[..Self::BLOCK_LEN]);
        read
    }

    fn compress(&self, _: &[u32], _: &mut [u8], _: u8) -> usize {
        writes_nothing()
    }

    fn compress_sorted(&self, _: u32, _: &[u32], _: &mut [u8], _: u8) -> usize {
        writes_nothing()
    }

    fn compress_strictly_sorted(&self, _: Option<u32>, _: &[u32], _: &mut [u8], _: u8) -> usize {
        writes_nothing()
    }

    fn num_bits(&self, _: &[u32]) -> u8 {
        writes_nothing()
    }

    fn num_bits_sorted(&self, _: u32, _: &[u32]) -> u8 {
        writes_nothing()
    }

    fn num_bits_strictly_sorted(&self, _: Option<u32>, _: &[u32]) -> u8 {
        writes_nothing()
    }
}

fn integrate(initial: u32, step: u32, differences: &mut [u32]) {
    let mut current = initial;
    for number in differences {
        current = current.wrapping_add(*number).wrapping_add(step);
        *number = current;
    }
}

fn writes_nothing() -> ! {
    unreachable!("a reader writes no index")
}
