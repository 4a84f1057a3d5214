// Two documents that the council issued: guidance of the Department that schools and early years
// settings were given three weeks after it was published, and a model policy that governors adopt.
import type { Act, Actor } from '#base/act.ts'
import { addMinutes, type Day } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import type { AdviceFacts } from '#guidance/advice/advice.ts'
import { addAdvice } from '#guidance/advice/decide-advice.ts'
import { type DocumentFacts, settingKinds, type VersionFacts } from '#guidance/documents/document.ts'
import { addDocument } from '#guidance/documents/save-document.ts'
import { beginVersion, saveDraft } from '#guidance/documents/save-version.ts'
import { selectDocument, selectVersions } from '#guidance/documents/store.ts'
import { acknowledgeIssue, noteOpened, stateIssue } from '#guidance/issuing/acknowledge-issue.ts'
import { decideGuidance, issueVersion } from '#guidance/issuing/issue-version.ts'
import { selectOwnIssues } from '#guidance/issuing/receipt-store.ts'
import { tellSchools } from '#guidance/issuing/tell-schools.ts'
import { freezeUptake } from '#guidance/uptake/freeze-uptake.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import type { Cast } from './cast.ts'
import { demonstrationDates } from './dates.ts'
import { settleAnswers } from './settle-answers.ts'
import { settleNotices } from './settle-notices.ts'
import { actOf, must } from './time.ts'

const advice: DocumentFacts = {
  title: 'Sexual violence and sexual harassment between children',
  kind: 'statutory',
  asked: 'tell_staff',
  topic: 'child-on-child-abuse',
}

const policy: DocumentFacts = {
  title: 'Model policy on child-on-child abuse',
  kind: 'model',
  asked: 'adopt',
  topic: 'child-on-child-abuse',
}

const adviceText = `What the Department’s guidance asks of schools, colleges and early years settings.

A report is taken seriously, whoever it is about and wherever it happened. The child who reports is told that they are believed and that they will be kept safe.

The designated safeguarding lead is told at once and decides what comes first: the police, children’s social care, or what the school can do itself.

Both children are risk-assessed, in writing, and the assessment is looked at again.`

const policyText = `This policy is for the governing body, trust or proprietor of each school to adopt, as it is or with changes.

The school takes every report of abuse between children seriously. It is never banter, and never part of growing up.

Staff who are told of it write down what was said, in the child’s own words, and tell the designated safeguarding lead on the same day.

The governing body looks at this policy every year.`

const facts = (of: Partial<VersionFacts> & { dueOn: Day }): VersionFacts => ({
  ...{ text: '', whatChanged: '', whatToDo: '', askAgain: true, source: 'passed_on', decidedBy: '', decision: '', decidedOn: undefined },
  ...{ adviceId: undefined, dueBy: 'governors', equalityLink: '', equalityOn: undefined, equalityReviewOn: undefined },
  ...of,
})

const note = async (act: Act, advice: AdviceFacts): Promise<string> => {
  const id = newId(act.now)
  must(await addAdvice(act, id, advice), 'advice')
  return id
}

const write = async (act: Act, what: DocumentFacts, settings: readonly string[], version: VersionFacts): Promise<string> => {
  const id = newId(act.now)
  const audience = { sectors: Object.keys(sectors), kinds: Object.keys(kinds), settings, roles: ['dsl', 'head', 'link_governor'] }
  await addDocument(act, id, { facts: what, audience })
  await edit(act, id, version)
  return id
}

const edit = async (act: Act, id: string, version: VersionFacts): Promise<void> => {
  const [draft] = await readNow(act.db, selectVersions(act.db, id))
  const saved = draft && (await saveDraft(act, draft, { changedAt: draft.changedAt, facts: version, kept: draft.files, sent: undefined }))
  if (!saved?.ok) throw new Error('The draft was not saved')
}

const issue = async (act: Act, id: string, second: Actor): Promise<number> => {
  const { document, versions } = await readTogether(act.db, { document: selectDocument(act.db, id), versions: selectVersions(act.db, id) })
  const [draft] = versions
  const issued = document && draft && (await issueVersion(act, document, draft))
  if (!(draft && issued?.ok)) throw new Error('The document was not issued')
  if ('proposed' in issued.value) {
    const later = actOf(act, second, addMinutes(act.now, 45))
    must(await decideGuidance(later, { id: issued.value.proposed, decision: 'approved', note: '' }), 'guidance')
  }
  while (await tellSchools(act));
  await settleNotices(act, { notice: 'guidance', subjectId: draft.id })
  return (await readNow(act.db, selectVersions(act.db, id)))[0]?.schools ?? 0
}

/** What those who act for schools did with a document: most have it, some have only looked. */
const receive = async (act: Act, cast: Cast, documentId: string, from: Date): Promise<void> => {
  // A childminder is the last of them, and confirms it.
  const schools = [...cast.schools, ...cast.organisations.map((id) => ({ id }))].flatMap((school) => {
    const actor = cast.contacts.get(school.id)
    return actor ? [{ school, actor }] : []
  })
  for (const [n, { school, actor }] of schools.entries()) {
    const isSetting = cast.organisations.includes(school.id)
    if (n % 7 === 6 && !isSetting) continue
    const by = actOf(act, actor, addMinutes(from, 600 + n * 47))
    const own = (await readNow(act.db, selectOwnIssues(act.db, school.id))).find((one) => one.documentId === documentId)
    if (!own) continue
    if (n % 5 === 4 && !isSetting) {
      await stateIssue(by, { schoolId: school.id, issue: own }, { name: actor.name ?? 'The office', role: 'Designated safeguarding lead' })
      continue
    }
    await noteOpened(by, { schoolId: school.id, issue: own })
    if (n % 3 !== 2 || isSetting) await acknowledgeIssue(by, { schoolId: school.id, issue: own })
  }
}

/** @returns how many schools were given the second document */
export const settleGuidance = async (act: Act, cast: Cast): Promise<number> => {
  const { officer } = cast
  const dates = demonstrationDates(act.now).guidance
  const by = (when: Date): Act => actOf(act, officer, when)
  const [first, second] = [by(dates.advice.issued), by(dates.policy.issued)]
  const { noted } = dates
  const national = await note(by(noted.late), {
    title: 'Sexual violence and sexual harassment between children',
    address: 'https://www.education.example/publications/sexual-violence-between-children',
    publishedOn: dates.advice.availableOn,
  })
  const forGovernors = await note(by(noted.policy), {
    title: 'Abuse between children: what governing bodies decide',
    address: 'https://www.education.example/publications/abuse-between-children-governing-bodies',
    publishedOn: dates.policy.availableOn,
  })
  // Nobody has decided on it yet.
  await note(by(noted.undecided), {
    title: 'Online safety: what schools check each year',
    address: 'https://www.education.example/publications/online-safety-checks',
    publishedOn: noted.undecidedOn,
  })
  const late = await write(
    first,
    advice,
    Object.keys(settingKinds),
    facts({ text: adviceText, adviceId: national, dueOn: dates.advice.dueOn }),
  )
  await issue(first, late, cast.administrator)
  const model = await write(
    second,
    policy,
    [],
    facts({
      ...{ text: policyText, adviceId: forGovernors, dueOn: dates.policy.dueOn },
      ...{ whatToDo: 'Put it before your next meeting, and say here what was decided, when, and by which minute.' },
      ...{ source: 'own', decidedBy: 'Cabinet member for children', decision: 'Decision 21', decidedOn: dates.policy.decidedOn },
      ...{ equalityOn: dates.policy.decidedOn },
      ...{ equalityLink: 'https://www.alderwickshire.example/equality/child-on-child-abuse', equalityReviewOn: dates.policy.reviewOn },
    }),
  )
  const schools = await issue(second, model, cast.administrator)
  await receive(act, cast, late, first.now)
  await receive(act, cast, model, second.now)
  await settleAnswers(act, cast, officer, model)
  // Before an officer looked into answers and pages, so that something has become known since.
  const frozen = by(dates.answers.frozen)
  await freezeUptake(frozen, { id: newId(frozen.now), documentId: model })
  // What comes next of the advice is being written.
  const next = by(dates.next.begun)
  await beginVersion(next, late)
  await edit(
    next,
    late,
    facts({
      ...{
        text: adviceText.replace(
          'The designated safeguarding lead is told at once',
          'The designated safeguarding lead is told on the same day',
        ),
        dueOn: dates.next.dueOn,
      },
      ...{ whatChanged: 'By when the lead is told.', whatToDo: 'Tell your staff.' },
    }),
  )
  return schools
}
