import { declaredName } from './declaredNames';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';

/** `model_id_prefix = "us"`, `variable "model_prefix" { … default = "us" }`, CloudFormation's `ModelIdPrefix:` with a `Default:` */
const prefix =
	/\b(\w*[a-z])_?prefix(?:["']?(?:\s*:\s*\w+)?\s*[:=]|"\s*\{[^{}]{0,400}?\bdefault\s*=|:\s*\n(?:[ \t]+\w+:[^\n]*\n){0,4}?[ \t]+Default:)\s*["']?[a-z]{2,6}(?:-[a-z]{2,5})?\.?["']?\s*(?:[,;})#]|\n|$)/gi;

/** A setting for the region set that the program is to put before the ID stands beside that for the ID, and is named for it. */
export function hasPrefixBeside(source: SourceText, { site, at }: Consumer): boolean {
	if (!source.text.holds('refix') && !source.text.holds('REFIX')) return false;
	const named = remembered(known, source, 'prefixes', read);
	if (named.size === 0) return false;
	const name = declaredName(source, site, at)?.name ?? site.name;
	return name !== '' && named.has(plain(name));
}

const known = new PerText<Map<string, ReadonlySet<string>>>();

function read({ text }: SourceText): ReadonlySet<string> {
	return new Set([...text.whole.matchAll(prefix)].map(([, name = '']) => plain(name)));
}

/** `bedrock_model_id`, `BedrockModelId`, `bedrock-model` */
function plain(name: string): string {
	return name
		.toLowerCase()
		.replaceAll(/[_-]/g, '')
		.replace(/(?<=model)id$/, '');
}
