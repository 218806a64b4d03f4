import type { SourceText } from './sourceText';

let kinds = 0;

/**
 * One thing that is read of a text when someone first asks, and goes with the text. The text holds it: of weak references
 * from here to each text the garbage collector would have to find out, at every turn, which of them still lead anywhere.
 */
export class PerText<Value> {
	/** Of the place in `SourceText.kept`. */
	readonly index = kinds++;

	get(source: SourceText): Value | undefined {
		return source.kept[this.index] as Value | undefined;
	}

	set(source: SourceText, value: Value): void {
		source.kept[this.index] = value;
	}
}
