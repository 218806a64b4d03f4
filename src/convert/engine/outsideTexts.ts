import type { Names } from './names';
import type { SourceText } from './sourceText';

/** Another text of the project. */
export interface OutsideText {
	readonly path: string;
	readonly source: SourceText;
	readonly names: Names;
	readonly outside: OutsideTexts;
}

/** Where a text reads a setting that another one gives it. */
export interface Reading {
	readonly text: OutsideText;
	readonly at: number;
}

/** The texts of the project that a text uses, and those that use it. */
export interface OutsideTexts {
	/** Those that use any of these names of the text, and give them no value of their own. */
	using(names: readonly string[]): readonly OutsideText[];
	/** Where programs and scripts read these settings that the text gives them. */
	reading(settings: readonly string[]): readonly Reading[];
	/** Where the function stands that the text imports under this name, with its name there. */
	functionNamed(name: string): { readonly text: OutsideText; readonly name: string } | undefined;
	/** The same for a class. */
	classNamed(name: string): { readonly text: OutsideText; readonly name: string } | undefined;
	/** The same for a constant. */
	constantNamed(name: string): { readonly text: OutsideText; readonly name: string } | undefined;
}
