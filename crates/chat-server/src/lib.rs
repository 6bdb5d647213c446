//! The chat API's server: the generated trait implemented over a session store.

pub mod store;
