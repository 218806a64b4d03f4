/** The examples of the CommonMark specification. */
declare module 'commonmark-spec' {
	export const tests: readonly { markdown: string; html: string; section: string; number: number }[];
}
