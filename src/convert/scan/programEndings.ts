/** Of a program or a Terraform text; empty for anything else. TypeScript and JavaScript use each other. */
export function endingOf(name: string): string {
	const ending = /\.(py|[cm]?[jt]sx?|java|kt|go|cs|rs|php|rb|swift|scala|ex|tf)$/.exec(name)?.[1] ?? '';
	return /^[cm]?[jt]sx?$/.test(ending) ? 'ts' : ending;
}
