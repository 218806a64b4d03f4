import type { Catalogue } from '../../bedrock/catalogue';
import { type NamedRegion, RegionNames } from './regionNames';
import type { SourceText } from './sourceText';
import { pauses } from './steps';

/** `region = …`, `region: …`, `--region …`: a name that says what its value is. */
export interface RegionSetting {
	readonly start: number;
	readonly valueStart: number;
	readonly valueEnd: number;
	/** Index of the bracket that it stands in; -1 for none. */
	readonly bracket: number;
}

/** What a setting is called: `region` of `--region eu-west-1`. */
export function nameOfSetting({ text }: SourceText, { start, valueStart }: RegionSetting): string | undefined {
	return /^-{0,2}([\w-]+)/.exec(text.slice(start, valueStart))?.[1];
}

/** So many Regions or settings are looked at in one step. */
const foundInStep = 64;

/** How many Regions of one text are looked at: as many as there may be IDs. */
const mostMentions = 10_000;

/** The Regions of one text that no comment holds. In steps, for a thread that has other things to do. */
export function* findMentions(source: SourceText, catalogue: Catalogue): Generator<void, readonly NamedRegion[]> {
	const found: NamedRegion[] = [];
	yield* RegionNames.of(catalogue).findInSteps(source.text.whole, (mention) => {
		if (source.spanAt(mention.start)?.isComment) return false;
		// Soto's enumeration; anywhere else it is a part of some name.
		if (source.language !== 'swift' && isCase(source, mention)) return false;
		if (isOfSignIn(source, mention)) return false;
		source.marks.add(mention.start - 1, mention.end + 1);
		return found.push(mention) >= mostMentions;
	});
	return found;
}

/** `ssoRegion: 'eu-west-1'`: where IAM Identity Center signs in has nothing to do with where requests go. */
function isOfSignIn({ text }: SourceText, { start }: NamedRegion): boolean {
	return /(?:^|[^a-z]|aws)sso[_-]?region["'\]]{0,2}\s{0,4}[:=]>?\s{0,4}["'`]?$/i.test(
		text.whole.slice(Math.max(0, start - 32), start),
	);
}

/** `.useast1` */
function isCase({ text }: SourceText, { start, end }: NamedRegion): boolean {
	return text.charAt(start - 1) === '.' && /^[a-z]+[0-9]$/.test(text.slice(start, end));
}

/** Names that only sound like those of a Region. */
const otherName =
	/prefix|regions|_?set|map|list|group|polic|count|opt_?in|sub_?region|cross_?region|regional|inference|destination|dest|s3|sns|sqs|dynamo|bucket|polly|kms|replica|backup|secondary|failover|fallback|(?:^|[_-]|aws)sso[_-]?region/i;

/** What stands between a Region's name and its value. */
const settingOperator = /^["'`]?\]?[ \t]*(?:: *(?:str|string|String|&str)[ \t]*)?(?:=>|[:?]=|=(?!=)|:(?!:))[ \t]*/;

/** A string, or an expression up to a comma of its own: `os.getenv("REGION", "eu-west-1")` is one. */
const settingValue =
	/^(?:["'`][^"'`\n]*["'`]|(?:[^,;\n()[\]{}]|\((?:[^()\n]|\([^()\n]*\))*\)|\[[^[\]\n]*\]|\{(?:[^{}\n]|\{[^{}\n]*\})*\})+)/;

/** A name with what can lead to its value behind it: most have a letter or a bracket there. */
const namesRegion = /region(?=[\w$-]{0,120}["'`\] \t:=?])/gi;

/** PHP: `define('AWS_REGION', …)`; Gradle: `buildConfigField("String", "AWS_REGION", …)`, `resValue("string", "aws_region", …)` */
const ofGradle = /\b(?:buildConfigField|resValue)[( ]\s*["'][sS]tring["'],\s*["']$/;
const defining = new Map([
	['php', /\bdefine\(\s*["']$/],
	['kotlin', ofGradle],
	['groovy', ofGradle],
]);

/** What a text sets Regions by. In steps like {@link findMentions}. */
export function* findSettings(source: SourceText): Generator<void, readonly RegionSetting[]> {
	const { text } = source;
	const found: RegionSetting[] = [];
	for (const match of text.whole.matchAll(namesRegion)) {
		let start = match.index;
		while (start > 0 && match.index - start < 40 && /[\w$-]/.test(text.charAt(start - 1))) start--;
		const rest = text.slice(start, Math.min(start + 120, source.lineEnd(start) + 1));
		const name = /^[\w$-]+/.exec(rest)?.[0] ?? '';
		const isOption = name.startsWith('-') && /^(?:--(?:aws-|bedrock-)?region(?:-name)?|-Region)$/.test(name);
		const isDefined = defining.get(source.language)?.test(text.slice(Math.max(0, start - 40), start));
		const afterName = rest.slice(name.length);
		const operator =
			isOption || isDefined === true ? /^(?:[ \t=]|["'],)[ \t]*/.exec(afterName) : settingOperator.exec(afterName);
		if (!operator || (!isOption && otherName.test(name)) || source.spanAt(start)?.isComment) continue;
		const valueStart = start + name.length + operator[0].length;
		const line = text.slice(valueStart, Math.min(source.lineEnd(valueStart), valueStart + 300));
		// Gradle writes a string of Java in one of its own: `"\"eu-west-1\""`.
		const value = (line.startsWith('"\\"') ? /^"\\"[^"\\]*\\""/ : settingValue).exec(line)?.[0] ?? '';
		found.push({ start, valueStart, valueEnd: valueStart + value.length, bracket: source.bracketAround(start) });
		if (found.length % foundInStep === 0 && pauses()) yield;
		if (found.length >= mostMentions) break;
	}
	return found;
}
