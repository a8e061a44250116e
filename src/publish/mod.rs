//! Output tree to folder, in one atomic step.
