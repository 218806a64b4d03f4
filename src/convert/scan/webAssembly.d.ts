/** The part of WebAssembly's interface that the scan uses; Node's own types leave it out. */
declare namespace WebAssembly {
	class Memory {
		/** @param descriptor in pages of 64 KiB. */
		constructor(descriptor: { readonly initial: number });
		/** Another one after `grow`. */
		readonly buffer: ArrayBuffer;
		/** @param pages to add. */
		grow(pages: number): number;
	}
	const Module: new (bytes: Uint8Array) => object;
	class Instance {
		constructor(module: object, imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>);
		/** What the one module of this program gives. */
		readonly exports: { readonly f: (at: number, end: number) => number };
	}
}
