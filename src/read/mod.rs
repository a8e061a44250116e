//! Folder to sources, assets and routes, through one gate that cannot leave the root.
