//! Parquet's hybrid of runs and packed bits, for levels and for keys.

/// Appends values, each below `1 << bits`: runs of eight and more as runs, others bit by bit.
pub(in crate::dataset) fn hybrid(out: &mut Vec<u8>, values: &[u32], bits: u8) {
    let mut packed = 0;
    let mut at = 0;
    while at < values.len() {
        let value = values[at];
        let run = values[at..].iter().take_while(|&&v| v == value).count();
        // Packed values come in eights, so a run may have to lend some to those before it.
        let lent = (packed_len(packed, at)).min(run);
        if run - lent >= 8 {
            pack(out, &values[packed..at + lent], bits);
            varint(out, ((run - lent) as u64) << 1);
            out.extend_from_slice(&value.to_le_bytes()[..usize::from(bits.div_ceil(8))]);
            packed = at + run;
        }
        at += run;
    }
    pack(out, &values[packed..], bits);
}

/// How many values fill up the eights begun at `from`.
fn packed_len(from: usize, to: usize) -> usize {
    (8 - (to - from) % 8) % 8
}

fn pack(out: &mut Vec<u8>, values: &[u32], bits: u8) {
    if values.is_empty() {
        return;
    }
    let groups = values.len().div_ceil(8);
    varint(out, ((groups as u64) << 1) | 1);
    let (mut word, mut filled) = (0u64, 0);
    let padding = std::iter::repeat_n(&0, groups * 8 - values.len());
    for &value in values.iter().chain(padding) {
        word |= u64::from(value) << filled;
        filled += bits;
        while filled >= 8 {
            out.push(word as u8);
            word >>= 8;
            filled -= 8;
        }
    }
}

/// Seven bits a byte, the lowest first.
pub(super) fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads `count` values back; `None` if the bytes are too few.
pub(super) fn read_hybrid(bytes: &[u8], bits: u8, count: usize) -> Option<Vec<u32>> {
    let (mut values, mut at) = (Vec::with_capacity(count + 8), 0);
    while values.len() < count {
        let (mut header, mut shift) = (0u64, 0);
        loop {
            let byte = *bytes.get(at)?;
            at += 1;
            header |= u64::from(byte & 0x7F).checked_shl(shift)?;
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        let number = usize::try_from(header >> 1).ok()?;
        if header & 1 == 0 {
            let width = usize::from(bits.div_ceil(8));
            let value = bytes.get(at..at + width)?.iter().rev().fold(0, |value, &byte| value << 8 | u32::from(byte));
            at += width;
            values.extend(std::iter::repeat_n(value, number.min(count - values.len())));
        } else {
            let packed = bytes.get(at..at + number.checked_mul(bits.into())?)?;
            at += packed.len();
            let (mut word, mut filled) = (0u64, 0u8);
            for &byte in packed {
                word |= u64::from(byte) << filled;
                filled += 8;
                while filled >= bits {
                    values.push((word & ((1 << bits) - 1)) as u32);
                    word >>= bits;
                    filled -= bits;
                }
            }
        }
    }
    values.truncate(count);
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_whatever_the_runs() {
        let mut state = 1u64;
        let mut random = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for bits in [1, 2, 3, 7, 8, 9, 12, 17] {
            for _ in 0..200 {
                let mut values = Vec::new();
                for _ in 0..random(12) {
                    let run = [1, 3, 7, 8, 9, 30, 300][random(7) as usize];
                    values.extend(std::iter::repeat_n(random(1 << bits) as u32, run));
                }
                let mut bytes = Vec::new();
                hybrid(&mut bytes, &values, bits);
                assert_eq!(read_hybrid(&bytes, bits, values.len()).as_ref(), Some(&values), "{bits}");
                assert!(values.is_empty() || read_hybrid(&bytes[..bytes.len() - 1], bits, values.len()).is_none());
            }
        }
    }

    #[test]
    fn a_long_run_is_short() {
        let mut bytes = Vec::new();
        hybrid(&mut bytes, &[1; 1_000], 1);
        assert_eq!(bytes, [0xD0, 0x0F, 1]);
    }
}
