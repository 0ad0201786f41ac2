//! The checksums that the AWS SDK puts on objects of S3, and no others.
//!
//! It stands in for the crate of the same name, whose tables for some forty algorithms took 0.7 MB
//! of every function that speaks to S3, and can't be compressed. Parameters and check values are
//! those of the "Catalogue of parametrised CRC algorithms" (reveng.sourceforge.io).

/// An algorithm, by the name that the SDK calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrcAlgorithm {
    /// CRC-32/ISO-HDLC
    Crc32IsoHdlc,
    /// CRC-32/ISCSI, also called CRC-32C
    Crc32Iscsi,
    /// CRC-64/NVME
    Crc64Nvme,
}

/// A checksum in the making.
#[derive(Debug, Clone)]
pub struct Digest(State);

#[derive(Debug, Clone)]
enum State {
    /// The one that is on every object that is written, so it is the fast one.
    Crc32IsoHdlc(crc32fast::Hasher),
    Crc32Iscsi(u64),
    Crc64Nvme(u64),
}

/// The polynomials, with their bits reversed.
const CASTAGNOLI: u64 = 0x82f6_3b78;
const NVME: u64 = 0x9a6c_9329_ac4b_c9b5;

static ISCSI_TABLE: [u64; 256] = table(CASTAGNOLI);
static NVME_TABLE: [u64; 256] = table(NVME);

impl Digest {
    #[must_use]
    pub fn new(algorithm: CrcAlgorithm) -> Self {
        Self(match algorithm {
            CrcAlgorithm::Crc32IsoHdlc => State::Crc32IsoHdlc(crc32fast::Hasher::new()),
            CrcAlgorithm::Crc32Iscsi => State::Crc32Iscsi(u32::MAX.into()),
            CrcAlgorithm::Crc64Nvme => State::Crc64Nvme(u64::MAX),
        })
    }

    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            State::Crc32IsoHdlc(hasher) => hasher.update(bytes),
            State::Crc32Iscsi(state) => *state = after(*state, &ISCSI_TABLE, bytes),
            State::Crc64Nvme(state) => *state = after(*state, &NVME_TABLE, bytes),
        }
    }

    /// The checksum of all bytes so far, in the low bits.
    #[must_use]
    pub fn finalize(&self) -> u64 {
        match &self.0 {
            State::Crc32IsoHdlc(hasher) => hasher.clone().finalize().into(),
            State::Crc32Iscsi(state) => *state ^ u64::from(u32::MAX),
            State::Crc64Nvme(state) => !state,
        }
    }
}

/// The remainder of each byte.
const fn table(polynomial: u64) -> [u64; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut remainder = byte as u64;
        let mut bit = 0;
        while bit < 8 {
            let carry = remainder & 1;
            remainder >>= 1;
            if carry == 1 {
                remainder ^= polynomial;
            }
            bit += 1;
        }
        table[byte] = remainder;
        byte += 1;
    }
    table
}

fn after(state: u64, table: &[u64; 256], bytes: &[u8]) -> u64 {
    bytes.iter().fold(state, |state, byte| {
        let index = state.to_le_bytes()[0] ^ byte;
        (state >> 8) ^ table[usize::from(index)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_values_are_those_of_the_catalogue() {
        for (algorithm, check) in [
            (CrcAlgorithm::Crc32IsoHdlc, 0xcbf4_3926),
            (CrcAlgorithm::Crc32Iscsi, 0xe306_9283),
            (CrcAlgorithm::Crc64Nvme, 0xae8b_1486_0a79_9888),
        ] {
            let mut digest = Digest::new(algorithm);
            for part in ["1234", "", "56789"] {
                digest.update(part.as_bytes());
            }
            assert_eq!(digest.finalize(), check, "{algorithm:?}");
        }
    }
}
