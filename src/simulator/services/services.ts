import { createInferenceProfile, deleteInferenceProfile } from '../operations/applicationProfiles';
import {
	deleteModelInvocationLoggingConfiguration,
	getModelInvocationLoggingConfiguration,
	putModelInvocationLoggingConfiguration,
} from '../operations/invocationLogging';
import {
	createFoundationModelAgreement,
	deleteFoundationModelAgreement,
	getUseCaseForModelAccess,
	listFoundationModelAgreementOffers,
	putUseCaseForModelAccess,
} from '../operations/modelAgreements';
import type { Operation } from '../operations/operation';
import { listTagsForResource, tagResource, untagResource } from '../operations/tags';
import { lookupEvents } from './cloudTrailService';
import { filterLogEvents, getQueryResults, startQuery } from './logsService';
import { getServiceQuota, listAwsDefaultServiceQuotas, listServiceQuotas } from './quotasService';
import { getCallerIdentity } from './stsService';

export { s3Operation } from './s3Service';

/** What few clients call: Bedrock's account operations, and the services beside it. Loaded with the first request for one. */
export const rareOperations: readonly Operation[] = [
	createInferenceProfile,
	deleteInferenceProfile,
	tagResource,
	untagResource,
	listTagsForResource,
	getModelInvocationLoggingConfiguration,
	putModelInvocationLoggingConfiguration,
	deleteModelInvocationLoggingConfiguration,
	getUseCaseForModelAccess,
	putUseCaseForModelAccess,
	listFoundationModelAgreementOffers,
	createFoundationModelAgreement,
	deleteFoundationModelAgreement,
	getCallerIdentity,
	// A presigned one is fetched, as proofs of identity are.
	{ ...getCallerIdentity, method: 'GET' },
	filterLogEvents,
	startQuery,
	getQueryResults,
	lookupEvents,
	listServiceQuotas,
	getServiceQuota,
	listAwsDefaultServiceQuotas,
];
