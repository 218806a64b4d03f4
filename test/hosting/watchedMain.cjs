// Stands in the `main` of the unpacked extension for the host tests, and does nothing but look on: what the extension hands
// to VS Code as its views and status bar items is kept for the tests, which have no other way to see another extension's.
// It must be there before activation, and VS Code activates by itself when it opens a file of its own.
const { window } = require('vscode');

const seen = { trees: new Map(), statusBarItems: new Map() };
globalThis[Symbol.for('bedrockProfiles.seen')] = seen;

const { createTreeView, createStatusBarItem } = window;
window.createTreeView = (id, options) => {
	const view = createTreeView(id, options);
	seen.trees.set(id, { view, options });
	return view;
};
window.createStatusBarItem = (id, ...place) => {
	const item = createStatusBarItem(id, ...place);
	seen.statusBarItems.set(id, item);
	return item;
};

module.exports = require('./dist/extension.js');
