/** What the code under test did outside itself, in order: commands, pages, the clipboard, messages. */
export const done: { readonly what: string; readonly with: unknown }[] = [];
/** What runs when a command is executed, and what it gives. */
export const onCommand = new Map<string, () => unknown>();

/** The parts of `vscode` with which remedies reach out, to be laid over the double of the rest. */
export const outside = {
	commands: {
		getCommands: () => Promise.resolve([] as string[]),
		executeCommand: (command: string, ...args: unknown[]): Promise<unknown> => {
			done.push({ what: command, with: args[0] });
			return Promise.resolve(onCommand.get(command)?.());
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
	},
};
