import type { Names } from './names';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** An option of the command line that has an ID for its default, as the program reads it. */
export interface CommandOption {
	readonly name: string;
	/** The function that is given it; `undefined` where it is read of what was parsed. */
	readonly scope: { readonly start: number; readonly end: number } | undefined;
}

/** What declares one: argparse and Click, Commander and yargs. */
const declaring = /(?:^|\.)(?:add_argument|option|requiredOption)$/;
/** `"-m", "--model"`, `"--model <id>"`, yargs' `"model"` */
const written = /--([\w-]+)|\(\s*["'](\w[\w-]*)["']/;
/** What options are read of: `args.model`, `opts.model`. */
const parsed = /(?:^|[^\w$])(?:\w*arg(?:s|v)|\w*opt(?:ion)?s|ns|namespace|parsed|values|flags|cli)\.$/i;

/** `parser.add_argument("--model", default="…")`, `@click.option("--model", default="…")`, `.option("--model <id>", "…", "…")` */
export function commandOption(source: SourceText, names: Names, { frames }: Site): CommandOption | undefined {
	if (!/^(?:python|(?:java|type)script)/.test(source.language)) return undefined;
	const call = frames[0]?.callee === '' ? frames[1] : frames[0];
	if (!call || !declaring.test(call.callee)) return undefined;
	const { open, close } = call;
	const head = source.text.slice(open, Math.min(close, open + 200));
	const [, long, plain] = written.exec(head) ?? [];
	const option = /\bdest\s*=\s*["'](\w+)/.exec(head)?.[1] ?? long ?? plain;
	if (option === undefined) return undefined;
	if (source.language !== 'python')
		return { name: option.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), scope: undefined };
	const name = option.replaceAll('-', '_');
	if (!call.callee.endsWith('option')) return { name, scope: undefined };
	const command = names.functions().find((each) => each.open > close);
	return command && { name, scope: { start: command.open, end: command.bodyEnd } };
}

/** A name stands where the program reads an option of what was parsed. */
export function isOptionRead({ text }: SourceText, use: number): boolean {
	return parsed.test(text.slice(Math.max(0, use - 40), use));
}
