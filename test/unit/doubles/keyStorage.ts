import type { Memento, SecretStorage } from 'vscode';
import { EventEmitter } from './vscode';

/** VS Code's secret storage and the memory beside it, empty. */
export function keyStorage(): [SecretStorage, Memento] {
	const secrets = new Map<string, string>();
	const memory = new Map<string, unknown>();
	const changed = new EventEmitter<{ key: string }>();
	return [
		{
			keys: () => Promise.resolve([...secrets.keys()]),
			get: (key: string) => Promise.resolve(secrets.get(key)),
			store: (key: string, value: string) => {
				secrets.set(key, value);
				changed.fire({ key });
				return Promise.resolve();
			},
			delete: (key: string) => {
				secrets.delete(key);
				changed.fire({ key });
				return Promise.resolve();
			},
			onDidChange: changed.event,
		} as unknown as SecretStorage,
		{
			keys: () => [...memory.keys()],
			get: (key: string) => memory.get(key) as never,
			update: (key: string, value: unknown) => {
				memory.set(key, value);
				return Promise.resolve();
			},
		},
	];
}
