import type { RegionResolver, Resolved } from './regionValues';
import type { SourceText } from './sourceText';

/** A `provider "aws" { … }` of a Terraform text that names a Region. */
interface Provider {
	/** `undefined` for the one that holds where none is named. */
	readonly alias: string | undefined;
	readonly region: Resolved;
}

/** The providers of a Terraform text, in its order. */
export function terraformProviders(source: SourceText, resolver: RegionResolver): readonly Provider[] {
	const found: Provider[] = [];
	for (const match of source.code.whole.matchAll(/\bprovider\s+"\s*"\s*\{/g)) {
		const open = match.index + match[0].length - 1;
		const index = source.bracketAround(open + 1);
		const close = source.brackets.at(index)?.close ?? open;
		const alias = /\balias\s*=\s*"(\w+)"/.exec(source.text.slice(open, close))?.[1];
		for (const { valueStart, valueEnd } of resolver.settingsIn(index)) {
			const region = resolver.resolve(valueStart, valueEnd);
			if (region.regions.size === 0) continue;
			found.push({ alias, region });
			break;
		}
	}
	return found;
}

/** The alias of the provider that a resource or module names; `undefined` for the one that holds where none is named. */
export function aliasIn(block: string): string | undefined {
	return /\bproviders?\s*=\s*(?:\{[^{}]*?=\s*)?aws\.(\w+)/.exec(block)?.[1];
}

/** What other files of a project know an aliased provider's Region by. */
export function providerVariable(alias: string): string {
	return `aws.${alias}.region`;
}
