/** Names that a text takes from another text of its project. */
export interface LocalImport {
	/** As the text calls them → as the module does; `undefined` where it may be any name. */
	readonly names: ReadonlyMap<string, string> | undefined;
	/** Where the module may lie, likeliest first; relative to the project, forward slashes. */
	readonly candidates: readonly string[];
	/** Variables of the environment that it may declare with their defaults, for a project whose configuration sets none. */
	readonly variables?: readonly string[];
}
