/**
 * Memory that begins on a page, as writes past the page cache want it. Buffers of the language begin anywhere; the memory
 * of a WebAssembly instance is mapped, so it begins on a page on every platform.
 */
const WASM_PAGE_BYTES = 64 * 1024;

/** The part of WebAssembly that is used, since the library of types for it is the browser's. */
declare const WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => { buffer: ArrayBuffer } };

/** @param bytes rounded up to 64 KiB */
export function pageAlignedMemory(bytes: number): Uint8Array {
  const pages = Math.ceil(bytes / WASM_PAGE_BYTES);
  return new Uint8Array(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer);
}
