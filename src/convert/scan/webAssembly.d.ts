/** The part of WebAssembly's interface that the scan uses; Node's own types leave it out. */
declare namespace WebAssembly {
	class Memory {
		/** @param descriptor in pages of 64 KiB. */
		constructor(descriptor: { readonly initial: number });
		readonly buffer: ArrayBuffer;
	}
	class Module {
		constructor(bytes: Uint8Array);
	}
	class Instance {
		constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>);
		readonly exports: Readonly<Record<string, unknown>>;
	}
}
