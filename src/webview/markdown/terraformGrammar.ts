import type { LanguageFn } from 'highlight.js';

/** Terraform's configuration language (HCL), which highlight.js does not bring. */
export const terraform: LanguageFn = (hljs) => {
	const interpolation = { scope: 'subst', begin: /[$%]\{/, end: /\}/, keywords: { literal: 'true false null' } };
	const string = {
		scope: 'string',
		begin: '"',
		end: '"',
		illegal: /\n/,
		contains: [hljs.BACKSLASH_ESCAPE, interpolation],
	};
	const heredoc = hljs.END_SAME_AS_BEGIN({
		scope: 'string',
		begin: /<<-?([A-Za-z_]\w*)\n/,
		end: /^[ \t]*([A-Za-z_]\w*)$/,
		contains: [interpolation],
	});
	return {
		name: 'Terraform',
		keywords: {
			keyword:
				'resource data variable output locals module provider terraform moved import check removed backend ' +
				'required_providers dynamic lifecycle for in if else endif endfor for_each count depends_on',
			literal: 'true false null',
			type: 'string number bool list map set object tuple any',
			built_in: 'var local each self path',
		},
		contains: [
			hljs.HASH_COMMENT_MODE,
			hljs.C_LINE_COMMENT_MODE,
			hljs.C_BLOCK_COMMENT_MODE,
			heredoc,
			string,
			{ scope: 'number', begin: /\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/ },
			{ scope: 'attr', begin: /[A-Za-z_][\w-]*(?=\s*=(?![=>]))/ },
			{ scope: 'title.function', begin: /\b[A-Za-z_]\w*(?=\()/ },
		],
	};
};
