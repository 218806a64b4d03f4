import type { ConversationFiles } from '../../../src/chat/conversationFiles';

/** Files by their names, in a map. */
export function memoryFiles(files: Map<string, string>): ConversationFiles {
	return {
		names: () => [...files.keys()],
		read: (name) => files.get(name),
		readFirstLine: (name) => files.get(name)?.split('\n')[0],
		write: (name, content) => void files.set(name, content),
		remove: (name) => void files.delete(name),
	};
}
