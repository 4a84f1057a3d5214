// A document that was issued to schools, made directly in the database.

import { newId } from '#base/id.ts'
import { anAccount, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

/** Every sector and kind, unless told otherwise. */
const everybody = {
  sector: ['maintained', 'academy', 'independent', 'further_education', 'not_known'],
  kind: ['primary', 'secondary', 'all_through', 'special', 'alternative_provision', 'nursery', 'post_16', 'not_known'],
  role: ['dsl', 'head'],
}

export const aDocument = async (facts: { title?: string; asked?: string; topicId?: string; audience?: Partial<typeof everybody> } = {}) => {
  const { accountId: by } = await anAccount({ roles: ['officer'] })
  const { title = 'Harmful sexual behaviour: what schools do', asked = 'adopt', topicId = null, audience = {} } = facts
  const id = await add('GuidanceDocument', { title, kind: 'model', asked, topicId, createdAt: '2025-09-01T08:00:00.000Z', createdById: by })
  for (const [dimension, values] of Object.entries({ ...everybody, ...audience }))
    for (const value of values) await add('GuidanceAudience', { documentId: id, dimension, value })
  return { id, by, title }
}

/** What was published nationally, as an officer noted it. */
export const anAdvice = (by: string, facts: Partial<{ title: string; publishedOn: string; notedAt: string }> = {}): Promise<string> => {
  const { title = 'Advice for schools', publishedOn = '2025-09-01', notedAt = `${publishedOn}T08:00:00.000Z` } = facts
  const address = `https://www.gov.uk/${newId(tick())}`
  return add('NationalAdvice', { title, address, publishedOn, notedAt, notedById: by })
}

export const aVersion = async (
  document: { id: string; by: string },
  facts: Partial<{ number: number; askAgain: number; availableOn: string; issuedOn: string; dueOn: string }> = {},
) => {
  const { number = 1, askAgain = 1, availableOn = '2025-09-01', issuedOn = '2025-09-10', dueOn = '2099-12-01' } = facts
  const issuedAt = `${issuedOn}T08:00:00.000Z`
  const adviceId = await anAdvice(document.by, { publishedOn: availableOn, notedAt: issuedAt })
  return await add('GuidanceVersion', {
    ...{ documentId: document.id, number, askAgain, adviceId, text: 'What to do.', whatChanged: 'It is new.', whatToDo: 'Adopt it.' },
    ...{ dueBy: 'day', dueOn, changedAt: issuedAt, changedById: document.by, issuedAt, issuedById: document.by },
  })
}

export const anIssue = (
  versionId: string,
  school: { id: string },
  facts: Partial<{ issuedOn: string; fromSchoolId: string; why: string }> = {},
): Promise<string> => {
  const at = `${facts.issuedOn ?? '2025-09-10'}T08:00:00.000Z`
  return add('GuidanceIssue', {
    ...{ versionId, schoolId: school.id, issuedAt: at, recordedAt: at, toldAt: at },
    ...(facts.fromSchoolId ? { why: 'inherited', fromSchoolId: facts.fromSchoolId } : { why: facts.why ?? 'issued' }),
  })
}

export const aReceipt = (issueId: string, what: 'sent' | 'opened' | 'acknowledged', day: string, accountId?: string) =>
  add('GuidanceReceipt', {
    ...{
      issueId,
      what,
      day,
      recordedAt: `${day}T10:00:00.000Z`,
      accountId: accountId ?? null,
      name: accountId ? '' : 'Ann Lee',
      role: 'Lead',
    },
    level: what === 'acknowledged' && !accountId ? 'stated' : 'seen',
  })

/** An answer as a school gave it on a day, by somebody signed in. */
export const anAnswer = (
  issue: { issueId: string; versionId: string; accountId: string },
  facts: Partial<{ answer: string; on: string; decidedOn: string; body: string; supersedesId: string; reason: string }> = {},
) => {
  const {
    answer = 'as_is',
    on = '2025-10-06',
    decidedOn = '2025-10-02',
    body = 'governing_body',
    supersedesId = null,
    reason = 'Ours is stricter',
  } = facts
  return add('GuidanceAnswer', {
    ...{ issueId: issue.issueId, versionId: issue.versionId, answer, reason, how: 'signed_in', accountId: issue.accountId, supersedesId },
    ...(answer === 'not_applicable' ? {} : { body, decidedOn }),
    answeredAt: `${on}T09:00:00.000Z`,
  })
}
