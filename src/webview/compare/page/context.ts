import type { CompareStrings, FromPage } from '../protocol';
import type { Formats } from './formats';

/** What the page's parts share. */
export interface PageContext {
	readonly strings: CompareStrings;
	readonly formats: Formats;
	readonly post: (message: FromPage) => void;
}
