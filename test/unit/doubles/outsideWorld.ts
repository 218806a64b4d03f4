import { EventEmitter } from './vscode';

/** What the code under test did outside itself, in order: commands, pages, the clipboard, programs, messages. */
export const done: { readonly what: string; readonly with: unknown }[] = [];
/** What runs when a command is executed. */
export const onCommand = new Map<string, () => unknown>();

interface ShownTerminal {
	readonly options: { readonly shellPath: string; readonly shellArgs: readonly string[] };
	exitStatus: { readonly code: number } | undefined;
	show(): void;
}
const terminalClosed = new EventEmitter<ShownTerminal>();
const terminals: ShownTerminal[] = [];

/** Ends the program that was started last. */
export function endProgram(code: number): void {
	const terminal = terminals.at(-1);
	if (!terminal) throw new Error('No program was started.');
	terminal.exitStatus = { code };
	terminalClosed.fire(terminal);
}

/** The parts of `vscode` with which remedies reach out, to be laid over the double of the rest. */
export const outside = {
	commands: {
		getCommands: () => Promise.resolve([] as string[]),
		executeCommand: async (command: string, ...args: unknown[]) => {
			done.push({ what: command, with: args[0] });
			await onCommand.get(command)?.();
		},
	},
	env: {
		language: 'en',
		openExternal: (uri: { toString(): string }) => {
			done.push({ what: 'browse', with: uri.toString() });
			return Promise.resolve(true);
		},
		clipboard: {
			writeText: (text: string) => {
				done.push({ what: 'clipboard', with: text });
				return Promise.resolve();
			},
		},
	},
	Uri: { parse: (text: string) => new URL(text) },
	window: {
		showInformationMessage: (message: string) => {
			done.push({ what: 'message', with: message });
			return Promise.resolve(undefined);
		},
		createTerminal: (options: ShownTerminal['options']) => {
			const terminal: ShownTerminal = { options, exitStatus: undefined, show: () => undefined };
			terminals.push(terminal);
			done.push({ what: 'program', with: [options.shellPath, ...options.shellArgs] });
			return terminal;
		},
		onDidCloseTerminal: terminalClosed.event,
	},
};
