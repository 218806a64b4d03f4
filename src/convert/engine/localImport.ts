import { headOf } from './heldNames';

/** Names that a text takes from another text of its project. */
export interface LocalImport {
	/** As the text calls them → as the module does; `undefined` where it may be any name. */
	readonly names: ReadonlyMap<string, string> | undefined;
	/** Where the module may lie, likeliest first; relative to the project, forward slashes. */
	readonly candidates: readonly string[];
	/** Variables of the environment that it may declare with their defaults, for a project whose configuration sets none. */
	readonly variables?: readonly string[];
}

export function isOf({ names }: LocalImport, name: string): boolean {
	return !names || names.has(name) || names.has(headOf(name));
}

/** A name, or a member of an object, as the module calls it. */
export function namedBy({ names }: LocalImport, name: string): string {
	const whole = names?.get(name);
	if (whole !== undefined) return whole;
	const head = headOf(name);
	return (names?.get(head) ?? head) + name.slice(head.length);
}
