import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { selectNames } from '#attendance/requirements/edition-store.ts'
import { type Act, hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { refusedFiles } from '#base/files/views/refusals.tsx'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Texts } from '#base/web/fields.tsx'
import { page, question, withPages } from '#base/web/page.tsx'
import { Heading, P } from '#base/web/page-parts.tsx'
import { type Asked, askedOf, press } from '#base/web/press.tsx'
import { selectAdvice, selectUndecidedAdvice } from '#guidance/advice/store.ts'
import { selectTheirs } from '#people/proposals/store.ts'
import { selectRolesOn } from '#schools/schools/role-store.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import { documentKindWords, type GuidanceDocument, isIssued, usualRoles, type Version } from './document.ts'
import { documentForm, draftForm, withdrawForm } from './forms.ts'
import { addDocument, saveDocument, withdrawDocument } from './save-document.ts'
import { beginVersion, deleteVersion, saveDraft } from './save-version.ts'
import { filesOf, selectDocument, selectDocuments, selectVersions } from './store.ts'
import { DocumentSummary, DocumentsTable } from './views/documents.tsx'
import { DraftForms, draftShape } from './views/draft.tsx'
import { documentRefusals, versionRefusals, withdrawRefusals } from './views/refusals.tsx'
import { VersionSummary } from './views/version.tsx'

const list = { href: '/guidance', text: 'Guidance and policies' }
const pathOf = ({ part }: Asked): string => `/guidance/${part('id')}`
const backTo = ({ document: { id, title } }: { document: GuidanceDocument }) => ({ href: `/guidance/${id}`, text: title })
const mayWrite = ({ actor }: Act): boolean => hasRole(actor, 'officer', 'administrator')

const all = page({
  at: '/',
  read: ({ db, now }) => together({ documents: selectDocuments(db), undecided: selectUndecidedAdvice(db, now) }),
  title: list.text,
  wide: true,
  show: (found, _, { act, now }) => <DocumentsTable {...found} today={londonDay(now)} mayWrite={mayWrite(act)} />,
})

const choices = ({ db, now }: Asked) => ({ roles: selectRolesOn(db, londonDay(now)), names: selectNames(db, londonDay(now)) })

const documentShape = ({ title, kind, asked, topic, ...audience }: Record<string, Child>) => (
  <>
    {[title, kind, asked, topic]}
    <Heading>For whom it is</Heading>
    <P>
      Open schools of the council’s area that are of a sector and of a kind chosen here. A school that opens or comes among them later is
      given what is current then.
    </P>
    {Object.values(audience)}
  </>
)

const add = question({
  at: '/new',
  read: (asked) => mapped(together(choices(asked)), ({ roles, names }) => ({ roles, topics: names.topics })),
  title: 'Add a document',
  back: list,
  form: (_, chosen) => documentForm(chosen),
  filled: () => ({ sectors: Object.keys(sectors), kinds: Object.keys(kinds), roles: usualRoles }),
  shape: documentShape,
  button: 'Save and write the first version',
  act: async (act, document, { id }) => {
    await addDocument(act, id, document)
    return ok(id)
  },
  refused: {},
  to: (_, id) => `/guidance/${id}/draft`,
})

const edit = question({
  at: '/:id/edit',
  read: (asked) =>
    mapped(
      together({
        ...choices(asked),
        document: selectDocument(asked.db, asked.part('id')),
        versions: selectVersions(asked.db, asked.part('id')),
      }),
      ({ document, versions, roles, names }) => document && { document, roles, topics: names.topics, isGiven: versions.some(isIssued) },
    ),
  title: 'Change what the document is',
  back: backTo,
  above: ({ isGiven }) =>
    isGiven ? <P>Schools have been given it. Its topic and roles can be changed, and schools can be added.</P> : null,
  form: (_, chosen) => documentForm(chosen),
  filled: ({ document: { title, kind, asked, topic, audience } }) => ({ title, kind, asked, topic, ...audience }),
  shape: documentShape,
  button: 'Save',
  act: (act, typed, { subject }) => saveDocument(act, subject.document, typed),
  refused: documentRefusals,
  done: 'The document is saved',
  to: pathOf,
})

const begin = press({
  at: '/:id/versions',
  read: ({ db, part }) => selectDocument(db, part('id')),
  button: [{ text: 'Begin a new version', kind: 'secondary' }],
  act: (act, _, { subject }) => beginVersion(act, subject.id),
  refused: { withdrawn: { after: documentRefusals.withdrawn } },
  to: (asked, begun) => `${pathOf(asked)}${begun ? '/draft' : ''}`,
})

const documentPage = page({
  at: '/:id',
  read: ({ db, part, now }) =>
    mapped(
      together({
        document: selectDocument(db, part('id')),
        versions: selectVersions(db, part('id')),
        roles: selectRolesOn(db, londonDay(now)),
      }),
      ({ document, ...rest }) => document && { document, ...rest },
    ),
  title: ({ document }) => document.title,
  caption: ({ document }) => documentKindWords[document.kind],
  back: list,
  wide: true,
  presses: { begin },
  show: (found, forms, { act, now }) => (
    <DocumentSummary {...found} today={londonDay(now)} mayWrite={mayWrite(act)} begin={forms.begin(found.document)} />
  ),
})

const readDraft = ({ db, part }: Asked) =>
  mapped(
    together({ document: selectDocument(db, part('id')), versions: selectVersions(db, part('id')), advice: selectAdvice(db) }),
    ({ document, versions, advice }) => document && { document, advice, draft: versions.find((version) => !isIssued(version)) },
  )

const ofDraft = (asked: Asked) => mapped(readDraft(asked), (found) => found?.draft && { ...found, draft: found.draft })

const typedIn = ({ draft: { askAgain, files, ...rest } }: { draft: Version }): Texts => ({
  ...Object.fromEntries(Object.entries(rest).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
  ...Object.fromEntries(
    files.flatMap(({ id, title }, n) => [
      [`title-${id}`, title],
      [`order-${id}`, `${n + 1}`],
    ]),
  ),
  askAgain: askAgain ? 'yes' : 'no',
})

const save = press({
  at: '/:id/draft',
  read: ofDraft,
  form: (_, found) => draftForm(found),
  filled: typedIn,
  shape: draftShape,
  button: 'Save the draft',
  act: async (act, typed, { subject }) => {
    const done = await saveDraft(act, subject.draft, typed)
    return 'name' in done ? refusedFiles(done) : done
  },
  refused: versionRefusals,
  done: (_, isOwn) => (isOwn ? 'The draft is saved. Now enter the decision and its equality assessment' : 'The draft is saved'),
  to: (asked, isOwn) => `${pathOf(asked)}${isOwn ? '/draft#source' : ''}`,
})

const throwAway = press({
  at: '/:id/draft/delete',
  read: ofDraft,
  hidden: ({ draft }) => ({ changedAt: draft.changedAt }),
  button: [{ text: 'Throw the draft away', kind: 'warning' }],
  act: (act, _, { subject, field }) => deleteVersion(act, { ...subject.draft, changedAt: field('changedAt') }),
  refused: versionRefusals,
  done: 'The draft is thrown away',
  to: pathOf,
})

const draft = page({
  at: '/:id/draft',
  read: readDraft,
  // Whoever goes back after it was issued or thrown away.
  also: async (_, found, { c }) => (found.draft ? { draft: found.draft } : c.redirect(`/guidance/${found.document.id}`, 303)),
  title: (found) => `Draft of version ${found.draft.number}`,
  caption: ({ document }) => document.title,
  back: backTo,
  presses: { save, throwAway },
  // Of a draft that somebody else has changed, nobody has seen what would be thrown away.
  show: (found, forms, { isAgain }) => <DraftForms save={forms.save(found)} throwAway={isAgain ? null : forms.throwAway(found)} />,
})

const withdraw = question({
  at: '/:id/withdraw',
  read: ({ db, part }) =>
    mapped(
      together({ document: selectDocument(db, part('id')), documents: selectDocuments(db) }),
      ({ document, documents }) =>
        document && {
          document,
          others: documents.filter(({ id, withdrawnAt, number }) => id !== document.id && withdrawnAt === null && number !== null),
        },
    ),
  title: 'Withdraw the document',
  caption: ({ document }) => document.title,
  back: backTo,
  above: () => (
    <P>
      Schools see that it was withdrawn and why. Nobody is asked about it any more, and what was issued, read and answered stays in the
      record. This cannot be undone.
    </P>
  ),
  form: (_, { others }) => withdrawForm(others),
  button: [{ text: 'Withdraw it', kind: 'warning' }],
  act: (act, typed, { subject }) => withdrawDocument(act, subject.document, typed),
  refused: withdrawRefusals,
  done: 'The document is withdrawn',
  to: pathOf,
})

const readVersion = ({ db, part }: Asked) => {
  const number = Number(part('number'))
  return mapped(
    together({ document: selectDocument(db, part('id')), versions: selectVersions(db, part('id'), number) }),
    ({ document, versions }) => {
      const version = versions.find((found) => found.number === number)
      return document && version && { document, version, before: versions.find((found) => found.number === number - 1) }
    },
  )
}

/** Where whoever may read it came from. Drafts are for officers, and for whoever decides on one. */
const reading = async (act: Act, found: { document: GuidanceDocument; version: Version }) => {
  const { version } = found
  if (isIssued(version) ? hasRole(act.actor, 'officer', 'organiser', 'administrator') : mayWrite(act)) return { back: backTo(found) }
  const [proposal] = version.second ? await readNow(act.db, selectTheirs(act, version.second.id)) : []
  if (!proposal) throw notFound('version')
  return { back: { href: `/organiser/proposals/${proposal.id}`, text: 'For a second person' } }
}

const version = page({
  at: '/:id/versions/:number',
  read: readVersion,
  also: reading,
  title: (found) => `Version ${found.version.number}`,
  heading: (found) => `Version ${found.version.number}${isIssued(found.version) ? '' : ', a draft'}`,
  caption: ({ document }) => document.title,
  back: ({ back }) => back,
  show: (found, _, { now }) => <VersionSummary {...found} today={londonDay(now)} />,
})

/** For officers, and for organisers to read. Mounted at /guidance. */
export const reportGuidancePages = withPages(new Hono<AppEnv>(), all, add, documentPage, edit, draft, withdraw, version).get(
  '/:id/versions/:number/files/:fileId',
  async (c) => {
    const { act } = c.var
    const subject = await readNow(act.db, readVersion(askedOf(c)))
    if (!subject) throw notFound('version')
    await reading(act, subject)
    const [file] = await filesOf(act.db, subject.version.id, c.req.param('fileId'))
    if (!file) throw notFound('file')
    return answerFile(c.env, file)
  },
)
