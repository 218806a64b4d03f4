import { nameOf } from './modulePaths';
import { commandAround } from './shellCommand';
import type { SourceText } from './sourceText';
import type { ModuleText } from './types';

const mark = 'option:';

/** `python tools/ask.py --model `, `cargo run -- --model `: a program of the project, and its option, before a value. */
const giving =
	/(?:([\w-]+\.(?:py|[cm]?[jt]s|rb|go))|\b(cargo|dotnet|go) run)\s(?:[^|;&]*\s)?--?([\w-]*model[\w-]*)[ =]["']?(?:bedrock\/)?$/;

const ending = /model[\w-]*[ =]["']?(?:bedrock\/)?$/;

/** The option of one of the project's own programs that a command gives the value at a place, as a setting; none of other people's tools. */
export function optionGiven(source: SourceText, at: number): string | undefined {
	if (!ending.test(source.text.slice(Math.max(0, at - 60), at))) return undefined;
	const { start } = commandAround(source, at);
	const [, file, runner, option] = giving.exec(source.text.slice(Math.max(start, at - 400), at)) ?? [];
	return option === undefined ? undefined : [mark, file ?? runner, option].join(' ');
}

export function isOption(setting: string): boolean {
	return setting.startsWith(mark);
}

const endings = new Map([
	['cargo', /\.rs$/],
	['dotnet', /\.[cf]s$/],
	['go', /\.go$/],
]);

/** Where that program reads it: `add_argument("--model"`, `flag.String("model"`, clap's `#[arg(long)] model: String`. */
export function optionReads({ path, text }: ModuleText, setting: string): readonly number[] {
	const [, program = '', option = ''] = setting.split(' ');
	if (!(endings.get(program)?.test(path) ?? nameOf(path) === program)) return [];
	const field = option.replaceAll('-', '_');
	const reading = new RegExp(
		`(?<=["'])(?:--?)?${option}(?=["' =])|(?<=#\\[(?:arg|clap)\\([^\\]]{0,200}\\]\\s{1,20}(?:pub )?)${field}(?=:)`,
		'g',
	);
	return Array.from(text.matchAll(reading), ({ index }) => index);
}
