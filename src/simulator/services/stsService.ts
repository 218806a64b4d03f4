import { randomUUID } from 'node:crypto';
import type { Operation } from '../operations/operation';
import { ServiceError } from '../serviceError';
import { escapeXml, queryNamespace, xmlAnswer } from '../wire/queryProtocol';

/** STS speaks the query protocol: a form in, XML out. */
export const getCallerIdentity: Operation = {
	name: 'GetCallerIdentity',
	service: 'sts',
	method: 'POST',
	pattern: [''],
	// AWS asks for no permission, and no policy can refuse it.
	needs: () => [],
	run({ account, caller, query, request }) {
		const form = new URLSearchParams(request.body.toString('utf8'));
		const action = form.get('Action') ?? query.get('Action');
		if (action !== 'GetCallerIdentity') {
			const version = form.get('Version') ?? query.get('Version') ?? 'NO_VERSION_SPECIFIED';
			throw new ServiceError('InvalidAction', 400, `Could not find operation ${action ?? ''} for version ${version}`);
		}
		const { principal } = caller;
		const members = { Arn: principal.arn, UserId: principal.userId, Account: account.id };
		const result = Object.entries(members).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
		return xmlAnswer(
			200,
			`<GetCallerIdentityResponse xmlns="${queryNamespace}"><GetCallerIdentityResult>${result.join('')}</GetCallerIdentityResult>` +
				`<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
		);
	},
};
