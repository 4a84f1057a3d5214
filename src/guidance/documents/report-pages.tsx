import { type Context, Hono } from 'hono'
import { selectNames } from '#attendance/requirements/choice-store.ts'
import { hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { sayRefused } from '#base/files/views/refusals.tsx'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, formId, problemsOf, text, texts, typedOf } from '#base/web/form.ts'
import { selectAdvice, selectUndecidedAdvice } from '#guidance/advice/store.ts'
import { selectTheirs } from '#people/proposals/store.ts'
import { rolesOn, selectRolesOn } from '#schools/schools/role-store.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import { type GuidanceDocument, isIssued, usualRoles, type Version } from './document.ts'
import { documentFields, documentForm, fileFields, filesForm, versionFields, versionForm, withdrawFields, withdrawForm } from './forms.ts'
import { addDocument, saveDocument, withdrawDocument } from './save-document.ts'
import { beginVersion, deleteVersion, saveDraft } from './save-version.ts'
import { filesOf, selectDocument, selectDocuments, selectVersions } from './store.ts'
import { DocumentFormPage } from './views/document-form.tsx'
import { DocumentPage, DocumentsPage, WithdrawPage } from './views/documents.tsx'
import { DraftPage } from './views/draft.tsx'
import { documentRefusals, versionRefusals, withdrawRefusals } from './views/refusals.tsx'
import { VersionPage } from './views/version.tsx'

type C = Context<AppEnv>
type Wrong = { problems?: Problems; why?: string }

const list = { href: '/guidance', text: 'Guidance and policies' }
const backTo = ({ id, title }: GuidanceDocument) => ({ href: `/guidance/${id}`, text: title })
const mayWrite = (c: C): boolean => hasRole(c.var.act.actor, 'officer', 'administrator')

const idOf = (c: C): string => c.req.param('id') ?? ''

const ofDocument = async (c: C, number?: number) => {
  const { db } = c.var.act
  const { document, versions } = await readTogether(db, {
    document: selectDocument(db, idOf(c)),
    versions: selectVersions(db, idOf(c), number),
  })
  if (!document) throw notFound('document')
  return { document, versions }
}

const readDraft = async (c: C) => {
  const { db } = c.var.act
  const { document, versions, advice } = await readTogether(db, {
    document: selectDocument(db, idOf(c)),
    versions: selectVersions(db, idOf(c)),
    advice: selectAdvice(db),
  })
  if (!document) throw notFound('document')
  return { document, advice, draft: versions.find((version) => !isIssued(version)) }
}

const ofDraft = async (c: C) => {
  const { draft, ...of } = await readDraft(c)
  if (!draft) throw notFound('draft')
  return { ...of, draft }
}

/** A draft is nobody’s but the officers’. */
const ofVersion = async (c: C) => {
  const number = Number(c.req.param('number'))
  const { document, versions } = await ofDocument(c, number)
  const version = versions.find((one) => one.number === number)
  if (!version) throw notFound('version')
  const found = { document, version, before: versions.find((one) => one.number === number - 1), back: backTo(document) }
  if (isIssued(version) ? hasRole(c.var.act.actor, 'officer', 'organiser', 'administrator') : mayWrite(c)) return found
  // Whoever is asked to decide on it reads it, whatever their role.
  const [proposal] = version.second ? await readNow(c.env.DB, selectTheirs(c.var.act, version.second.id)) : []
  if (!proposal) throw notFound('version')
  return { ...found, back: { href: `/organiser/proposals/${proposal.id}`, text: 'For a second person' } }
}

const showForm = async (c: C, document: GuidanceDocument | undefined, isGiven: boolean, body: Body | undefined, wrong: Wrong = {}) => {
  const { act } = c.var
  const today = londonDay(act.now)
  const { roles, names } = await readTogether(act.db, { roles: selectRolesOn(act.db, today), names: selectNames(act.db, today) })
  const typed = body ? typedOf(body, documentFields) : document
  const chosen = body
    ? { sectors: texts(body, 'sectors'), kinds: texts(body, 'kinds'), settings: texts(body, 'settings'), roles: texts(body, 'roles') }
    : (document?.audience ?? { sectors: Object.keys(sectors), kinds: Object.keys(kinds), settings: [], roles: usualRoles })
  return c.render(
    <DocumentFormPage
      {...{ document, roles, topics: names.topics, chosen, isGiven, problems: wrong.problems, why: wrong.why }}
      typed={{
        title: '',
        kind: '',
        asked: '',
        topic: '',
        ...(typed ? { title: typed.title, kind: typed.kind, asked: typed.asked, topic: typed.topic } : {}),
      }}
      formId={formId(body ?? {}, act.now)}
    />,
    {
      title: document ? 'Change what the document is' : 'Add a document',
      back: document ? backTo(document) : list,
      hasProblems: wrong.problems !== undefined,
    },
  )
}

const typedIn = (version: Version): Record<string, string> => ({
  ...{ text: version.text, whatChanged: version.whatChanged, whatToDo: version.whatToDo, askAgain: version.askAgain ? 'yes' : 'no' },
  ...{
    source: version.source,
    decidedBy: version.decidedBy,
    equalityOn: version.equalityOn ?? '',
    decision: version.decision,
    decidedOn: version.decidedOn ?? '',
    adviceId: version.adviceId ?? '',
    dueBy: version.dueBy,
  },
  ...{ dueOn: version.dueOn ?? '', equalityLink: version.equalityLink, equalityReviewOn: version.equalityReviewOn ?? '' },
})

/** What its files are called, and where each stands. */
const namesIn = ({ files }: Version): Record<string, string> =>
  Object.fromEntries(
    files.flatMap(({ id, title }, n) => [
      [`title-${id}`, title],
      [`order-${id}`, `${n + 1}`],
    ]),
  )

const showDraft = (
  c: C,
  { document, draft, advice }: Awaited<ReturnType<typeof ofDraft>>,
  typed: Record<string, string>,
  wrong: Wrong = {},
) =>
  c.render(
    <DraftPage
      {...{ document, advice, problems: wrong.problems, why: wrong.why }}
      version={draft}
      typed={{ ...namesIn(draft), ...typed }}
    />,
    {
      ...{ title: `Draft of version ${draft.number}`, back: backTo(document), hasProblems: wrong.problems !== undefined },
    },
  )

const showWithdraw = async (c: C, document: GuidanceDocument, typed: Record<string, string>, wrong: Wrong = {}) => {
  const { db } = c.var.act
  const { documents } = await readTogether(db, { documents: selectDocuments(db) })
  const others = documents.filter(({ id, withdrawnAt, number }) => id !== document.id && withdrawnAt === null && number !== null)
  return c.render(<WithdrawPage {...{ document, others, typed, problems: wrong.problems, why: wrong.why }} />, {
    ...{ title: 'Withdraw the document', back: backTo(document), hasProblems: wrong.problems !== undefined },
  })
}

/** For officers, and for organisers to read. Mounted at /guidance. */
export const reportGuidancePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { db, now } = c.var.act
    const { documents, undecided } = await readTogether(db, {
      documents: selectDocuments(db),
      undecided: selectUndecidedAdvice(db, now),
    })
    return c.render(<DocumentsPage {...{ documents, undecided }} today={londonDay(now)} mayWrite={mayWrite(c)} />, {
      title: 'Guidance and policies',
    })
  })

  .get('/new', (c) => showForm(c, undefined, false, undefined))

  .post('/new', async (c) => {
    const body = await c.req.parseBody({ all: true })
    const read = documentForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showForm(c, undefined, false, body, { problems: problemsOf(read.error) })
    }
    const { sectors: ofSectors, kinds: ofKinds, settings, roles, ...facts } = read.data
    const id = formId(body, c.var.act.now)
    await addDocument(c.var.act, id, facts, { sectors: ofSectors, kinds: ofKinds, settings, roles })
    return c.redirect(`/guidance/${id}/draft`, 303)
  })

  .get('/:id', async (c) => {
    const { act } = c.var
    const [{ document, versions }, roles] = await Promise.all([ofDocument(c), rolesOn(act.db, londonDay(act.now))])
    return c.render(<DocumentPage {...{ document, versions, roles, mayWrite: mayWrite(c) }} today={londonDay(act.now)} />, {
      title: document.title,
      back: list,
    })
  })

  .get('/:id/edit', async (c) => {
    const { document, versions } = await ofDocument(c)
    return showForm(c, document, versions.some(isIssued), undefined)
  })

  .post('/:id/edit', async (c) => {
    const [{ document, versions }, body] = await Promise.all([ofDocument(c), c.req.parseBody({ all: true })])
    const isGiven = versions.some(isIssued)
    const read = documentForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showForm(c, document, isGiven, body, { problems: problemsOf(read.error) })
    }
    const { sectors: ofSectors, kinds: ofKinds, settings, roles, ...facts } = read.data
    const done = await saveDocument(c.var.act, document, facts, { sectors: ofSectors, kinds: ofKinds, settings, roles })
    if (!done.ok) {
      c.status(409)
      return showForm(c, document, isGiven, body, { why: documentRefusals[done.reason] })
    }
    flash(c, 'The document is saved')
    return c.redirect(`/guidance/${document.id}`, 303)
  })

  .get('/:id/draft', async (c) => {
    const { draft, ...of } = await readDraft(c)
    // Whoever goes back after it was issued or thrown away.
    return draft ? showDraft(c, { ...of, draft }, typedIn(draft)) : c.redirect(`/guidance/${of.document.id}`, 303)
  })

  .post('/:id/draft', async (c) => {
    const [ground, body] = await Promise.all([ofDraft(c), c.req.parseBody({ all: true })])
    // As whoever typed it last saw it.
    const draft = { ...ground.draft, changedAt: text(body, 'changedAt') }
    const seen = draft.files.filter(({ id }) => texts(body, 'fileId').includes(id))
    const typed = { ...typedOf(body, [...versionFields, ...fileFields(seen)]), text: text(body, 'text') }
    const [read, files] = [versionForm(ground.advice.map(({ id }) => id)).safeParse(body), filesForm(seen).safeParse(body)]
    if (!read.success || !files.success) {
      c.status(422)
      return showDraft(c, { ...ground, draft }, typed, { problems: { ...problemsOf(read.error), ...problemsOf(files.error) } })
    }
    const done = await saveDraft(c.var.act, draft, read.data, { sent: body['file'], kept: files.data })
    if (!done.ok) {
      const isOfFiles = 'name' in done || done.reason === 'too_many_files'
      const why = 'name' in done ? sayRefused(done) : versionRefusals[done.reason]
      c.status(isOfFiles ? 422 : 409)
      return showDraft(c, { ...ground, draft }, typed, isOfFiles ? { problems: { file: why } } : { why })
    }
    // Its fields are on the form from now on.
    const toFill = read.data.source === 'own' && ground.draft.source !== 'own'
    flash(c, toFill ? 'The draft is saved. Now enter the decision and its equality assessment' : 'The draft is saved')
    return c.redirect(`/guidance/${ground.document.id}${toFill ? '/draft#source' : ''}`, 303)
  })

  .post('/:id/draft/delete', async (c) => {
    const [ground, body] = await Promise.all([ofDraft(c), c.req.parseBody()])
    const done = await deleteVersion(c.var.act, { ...ground.draft, changedAt: text(body, 'changedAt') })
    if (!done.ok) {
      c.status(409)
      return showDraft(c, ground, typedIn(ground.draft), { why: versionRefusals[done.reason] })
    }
    flash(c, 'The draft is thrown away')
    return c.redirect(`/guidance/${ground.document.id}`, 303)
  })

  .post('/:id/versions', async (c) => {
    const { document } = await ofDocument(c)
    const done = await beginVersion(c.var.act, document)
    if (!done.ok && done.reason === 'withdrawn') flash(c, versionRefusals[done.reason], false)
    return c.redirect(done.ok || done.reason === 'already_draft' ? `/guidance/${document.id}/draft` : `/guidance/${document.id}`, 303)
  })

  .get('/:id/withdraw', async (c) => {
    const { document } = await ofDocument(c)
    return showWithdraw(c, document, { why: '', replacedById: '' })
  })

  .post('/:id/withdraw', async (c) => {
    const [{ document }, body] = await Promise.all([ofDocument(c), c.req.parseBody()])
    const typed = typedOf(body, withdrawFields)
    const read = withdrawForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showWithdraw(c, document, typed, { problems: problemsOf(read.error) })
    }
    const done = await withdrawDocument(c.var.act, document, read.data)
    if (!done.ok) {
      c.status(409)
      return showWithdraw(c, document, typed, { why: withdrawRefusals[done.reason] })
    }
    flash(c, 'The document is withdrawn')
    return c.redirect(`/guidance/${document.id}`, 303)
  })

  .get('/:id/versions/:number', async (c) => {
    const { back, ...of } = await ofVersion(c)
    return c.render(<VersionPage {...of} today={londonDay(c.var.act.now)} />, {
      title: `Version ${of.version.number}`,
      back,
    })
  })

  .get('/:id/versions/:number/files/:fileId', async (c) => {
    const { version } = await ofVersion(c)
    const [file] = await filesOf(c.var.act.db, version.id, c.req.param('fileId'))
    if (!file) throw notFound('file')
    return answerFile(c.env, file)
  })
