import { change, drop, on, type Refusal, row } from '#test/support/refusing.ts'

const document = row('GuidanceDocument', { id: 'document', withdrawnAt: null })
const version = row('GuidanceVersion', { id: 'version', documentId: 'document', issuedAt: on('08:00') })
const draft = change('GuidanceVersion', { issuedAt: null })
const withdrawn = change('GuidanceDocument', { withdrawnAt: on('09:00') })
const standing = change('GuidanceDocument', { withdrawnAt: null })
const school = (sector: string, kind = 'primary') => row('School', { id: 'school', rootId: 'school', sector, kind })
const issue = row('GuidanceIssue', { id: 'issue', versionId: 'version', schoolId: 'school' })
const answer = { issueId: 'issue', versionId: 'version', answer: 'as_is', reason: '', body: 'governing_body', supersedesId: null }

export const refusalsOfGuidance: Refusal[] = [
  {
    trigger: 'GuidanceDocument_stands',
    word: 'document_is_issued',
    rule: 'what a document is called, what it is and what it asks stay as they were when schools were given it',
    given: [document, version],
    doing: change('GuidanceDocument', { asked: 'nothing' }),
    unless: [draft],
  },
  {
    trigger: 'GuidanceDocument_withdrawn_once',
    word: 'document_is_withdrawn',
    rule: 'a document is withdrawn once, and stays so',
    given: [document, withdrawn],
    doing: withdrawn,
    unless: [standing],
  },
  {
    trigger: 'GuidanceAudience_only_widens',
    word: 'audience_was_issued',
    rule: 'schools that were given a document stay among those whom it is for',
    given: [version, row('GuidanceAudience', { documentId: 'document', dimension: 'kind', value: 'nursery' })],
    doing: drop('GuidanceAudience'),
    unless: [draft],
  },
  {
    trigger: 'GuidanceVersion_stands',
    word: 'version_is_issued',
    rule: 'a version never changes once it is issued',
    given: [version],
    doing: change('GuidanceVersion', { text: 'Another text' }),
    unless: [draft],
  },
  {
    trigger: 'GuidanceVersion_kept',
    word: 'issued_version_is_kept',
    rule: 'a version that was issued is kept; a draft can be thrown away',
    given: [version],
    doing: drop('GuidanceVersion'),
    unless: [draft],
  },
  {
    trigger: 'GuidanceVersion_of_standing_document',
    word: 'guidance_is_withdrawn',
    rule: 'a document that was withdrawn gets no further version',
    given: [document, withdrawn],
    doing: row('GuidanceVersion', { documentId: 'document' }),
    unless: [standing],
  },
  {
    trigger: 'GuidanceVersion_issued_while_standing',
    word: 'guidance_is_withdrawn',
    rule: 'a document that was withdrawn is not issued',
    given: [document, withdrawn, version, draft],
    doing: change('GuidanceVersion', { issuedAt: on('10:00') }),
    unless: [standing],
  },
  {
    trigger: 'GuidanceIssue_told_once',
    word: 'school_was_told',
    rule: 'the named people of a school are written to once about a version',
    given: [issue, change('GuidanceIssue', { toldAt: on('09:00') })],
    doing: change('GuidanceIssue', { toldAt: on('10:00') }),
    unless: [change('GuidanceIssue', { toldAt: null })],
  },
  {
    trigger: 'GuidanceIssue_of_issued_version',
    word: 'version_is_draft',
    rule: 'no school is given a draft',
    given: [version, draft],
    doing: issue,
    unless: [change('GuidanceVersion', { issuedAt: on('08:00') })],
  },
  {
    trigger: 'GuidanceAnswer_to_its_version',
    word: 'answer_to_another_version',
    rule: 'a school answers the version that it was given',
    given: [issue],
    doing: row('GuidanceAnswer', { ...answer, versionId: 'another' }),
    allowed: row('GuidanceAnswer', answer),
  },
  {
    trigger: 'GuidanceAnswer_with_reason',
    word: 'answer_without_reason',
    rule: 'a school that keeps its own policy, does not adopt one or is not concerned says why',
    given: [],
    doing: row('GuidanceAnswer', { ...answer, answer: 'own_policy' }),
    allowed: row('GuidanceAnswer', { ...answer, answer: 'own_policy', reason: 'Ours says more of trips.' }),
  },
  {
    trigger: 'GuidanceAnswer_in_place_of_its_own',
    word: 'answer_of_another_school',
    rule: 'an answer takes the place of one of the same school',
    given: [row('GuidanceAnswer', { ...answer, id: 'first' })],
    doing: row('GuidanceAnswer', { ...answer, issueId: 'another', supersedesId: 'first' }),
    allowed: row('GuidanceAnswer', { ...answer, supersedesId: 'first' }),
  },
  {
    trigger: 'GuidanceAnswer_by_link_in_place_of_link',
    word: 'answer_was_signed_in',
    rule: 'a link that was passed on answers nothing over somebody who signed in',
    given: [school('maintained'), version, issue, row('GuidanceAnswer', { ...answer, id: 'first', how: 'signed_in' })],
    doing: row('GuidanceAnswer', { ...answer, how: 'link', supersedesId: 'first' }),
    allowed: row('GuidanceAnswer', { ...answer, how: 'signed_in', supersedesId: 'first' }),
  },
  {
    trigger: 'GuidanceAnswerCheck_of_the_last',
    word: 'answer_was_replaced',
    rule: 'an officer looks into the answer that stands, and not into one that the school has replaced since',
    given: [row('GuidanceAnswer', { ...answer, id: 'first' }), row('GuidanceAnswer', { ...answer, id: 'next', supersedesId: 'first' })],
    doing: row('GuidanceAnswerCheck', { answerId: 'first', level: 'seen' }),
    allowed: row('GuidanceAnswerCheck', { answerId: 'next', level: 'seen' }),
  },
  {
    trigger: 'GuidanceAnswer_by_body_that_decides',
    word: 'body_does_not_decide',
    rule: 'for an academy its trust or its local board decides, and no governing body',
    given: [school('academy'), issue],
    doing: row('GuidanceAnswer', answer),
    allowed: row('GuidanceAnswer', { ...answer, body: 'local_board' }),
  },
  {
    trigger: 'GuidancePublished_ticked_once',
    word: 'page_is_ticked',
    rule: 'a page that an officer has ticked stays ticked',
    given: [row('GuidancePublished'), change('GuidancePublished', { tickedAt: on('09:00') })],
    doing: change('GuidancePublished', { tickedAt: on('10:00') }),
    unless: [change('GuidancePublished', { tickedAt: null })],
  },
]
