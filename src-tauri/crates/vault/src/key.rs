//! Passphrase and salt → the key of the file.

use crate::error::VaultError;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::fmt::Write as _;
use std::thread;
use zeroize::{Zeroize, Zeroizing};

/// Length of the salt: the first bytes of the file.
pub(crate) const SALT: usize = 16;

/// What deriving a key costs.
pub(crate) struct Cost {
    /// KiB of memory.
    memory: u32,
    /// Passes over it.
    passes: u32,
    /// Lanes.
    lanes: u32,
}

/// The costs vaults were made with, newest first. New keys use the first; opening tries all in turn. Nothing in the file
/// says which one, so that the file stays indistinguishable from noise. The first is the second recommended choice of
/// RFC 9106, 4: its lanes are filled beside each other, by as many processors as there are.
pub(crate) const COSTS: &[Cost] =
    &[Cost { memory: 64 * 1024, passes: 3, lanes: 4 }, Cost { memory: 64 * 1024, passes: 3, lanes: 1 }];

/// The memory that a key is made in; wiped when dropped.
struct Memory(Vec<Block>);

impl Drop for Memory {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(Zeroize::zeroize);
    }
}

/// The key of a file, with the salt it belongs to. Wiped when dropped.
#[derive(Clone)]
pub(crate) struct FileKey {
    key: Zeroizing<[u8; 32]>,
    salt: [u8; SALT],
}

impl FileKey {
    /// Argon2id over the passphrase's bytes as they were typed, without any normalisation.
    pub(crate) fn derive(passphrase: &str, salt: [u8; SALT], cost: &Cost) -> Result<Self, VaultError> {
        let params =
            Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(VaultError::Derivation)?;
        let mut memory = Memory(vec![Block::default(); params.block_count()]);
        let mut key = Zeroizing::new([0; 32]);
        let derived = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(passphrase.as_bytes(), &salt, key.as_mut(), &mut memory.0);
        // Wiping takes a tenth as long as deriving: a thread does it beside what follows, or this one where there is none.
        let _ = thread::Builder::new().spawn(move || drop(memory));
        derived.map_err(VaultError::Derivation)?;
        Ok(Self { key, salt })
    }

    /// The key as SQLCipher takes it, so that it derives nothing itself: `x'<key><salt>'` in hex.
    pub(crate) fn spec(&self) -> Zeroizing<String> {
        let mut spec = Zeroizing::new(String::with_capacity(3 + 2 * (32 + SALT)));
        spec.push_str("x'");
        for byte in self.key.iter().chain(&self.salt) {
            // Writing to a string cannot fail.
            let _ = write!(spec, "{byte:02x}");
        }
        spec.push('\'');
        spec
    }

    /// The salt.
    pub(crate) fn salt(&self) -> [u8; SALT] {
        self.salt
    }

    /// Whether both are the same key, in a time that does not depend on where they differ.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.key.iter().zip(other.key.iter()).fold(0, |different, (a, b)| different | (a ^ b)) == 0
    }

    /// A key from bytes instead of a passphrase, for tests that make many vaults.
    #[cfg(test)]
    pub(crate) fn of_bytes(key: [u8; 32], salt: [u8; SALT]) -> Self {
        Self { key: Zeroizing::new(key), salt }
    }
}
