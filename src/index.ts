/** The package's public door: everything a user of chronik as a library may import. */
export {};
