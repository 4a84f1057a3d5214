import { type Context, Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { readPage } from '#base/web/page-number.ts'
import { counted } from '#base/words.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { isIssued, missingOf, type Version } from '../documents/document.ts'
import { selectDocument, selectVersions } from '../documents/store.ts'
import { selectAudience, selectGiven, selectLettersWait, selectProgress, selectReachable } from './issue-store.ts'
import { issueVersion } from './issue-version.ts'
import { previewOf } from './issuing.ts'
import { GivenPage, PreviewPage } from './views/issue.tsx'
import { issueRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const pageSize = 50

const ofDraft = async (c: C) => {
  const { act } = c.var
  const id = c.req.param('id') ?? ''
  const { document, versions, schools } = await readTogether(act.db, {
    document: selectDocument(act.db, id),
    versions: selectVersions(act.db, id),
    schools: selectAudience(act, id),
  })
  const version = versions.find((one) => !isIssued(one))
  if (!document) throw notFound('document')
  return { document, version, schools }
}
type Ground = Awaited<ReturnType<typeof ofDraft>>

const showPreview = async (c: C, { document, version, schools }: Ground & { version: Version }, why?: string) => {
  const { act } = c.var
  const [{ reachable }, roles] = await Promise.all([
    readTogether(act.db, {
      reachable: selectReachable(
        act,
        schools.map(({ id }) => id),
      ),
    }),
    rolesOn(act.db, londonDay(act.now)),
  ])
  const preview = previewOf(schools, document.audience.roles, reachable)
  return c.render(<PreviewPage {...{ document, version, preview, roles, why }} now={instant(act.now)} />, {
    title: `Issue version ${version.number}`,
    back: { href: `/guidance/${document.id}`, text: document.title },
  })
}

const ofIssued = async (c: C, page: number) => {
  const { db } = c.var.act
  const [id, number] = [c.req.param('id') ?? '', Number(c.req.param('number'))]
  const { document, versions } = await readTogether(db, { document: selectDocument(db, id), versions: selectVersions(db, id, number) })
  const version = versions.find((one) => one.number === number)
  if (!document || !version || !isIssued(version)) throw notFound('version')
  const { progress, waits, schools } = await readTogether(db, {
    progress: selectProgress(db, version.id),
    waits: selectLettersWait(db, c.var.act.now, version.id),
    schools: selectGiven(db, version.id, pageSize, (page - 1) * pageSize),
  })
  return { document, version, progress, waits, schools }
}

/** A second press, or somebody else’s. */
const already = (c: C, id: string, number: number) => {
  flash(c, issueRefusals.version_is_issued)
  return c.redirect(`/guidance/${id}/versions/${number}/schools`, 303)
}

/** For officers; organisers see who has had it. Mounted at /guidance. */
export const reportIssuePages = new Hono<AppEnv>()
  .get('/:id/issue', async (c) => {
    const { document, version, schools } = await ofDraft(c)
    // A draft that lacks something, or none: whoever goes back after it was issued.
    const isReady = version && missingOf(document, version).length === 0
    return isReady ? showPreview(c, { document, version, schools }) : c.redirect(`/guidance/${document.id}`, 303)
  })

  .post('/:id/issue', async (c) => {
    const { act } = c.var
    const id = c.req.param('id')
    const { versions } = await readTogether(act.db, { versions: selectVersions(act.db, id) })
    const issued = versions.find(isIssued)
    if (issued && versions.every(isIssued)) return already(c, id, issued.number)
    const [ground, body] = await Promise.all([ofDraft(c), c.req.parseBody()])
    const { document, version, schools } = ground
    if (!version) throw notFound('draft')
    // As whoever pressed the button saw it.
    const done = await issueVersion(act, document, { ...version, changedAt: text(body, 'changedAt') })
    if (!done.ok) {
      if (done.reason === 'version_is_issued') return already(c, document.id, version.number)
      c.status(409)
      return showPreview(c, { document, version, schools }, issueRefusals[done.reason])
    }
    flash(c, `It is issued to ${counted(done.value, 'school')}`)
    return c.redirect(`/guidance/${document.id}/versions/${version.number}/schools`, 303)
  })

  .get('/:id/versions/:number/schools', async (c) => {
    const page = readPage(c.req.query('page'))
    const { document, version, progress, waits, schools } = await ofIssued(c, page)
    return c.render(
      <GivenPage
        {...{ document, version, progress, waits, schools, page, pageSize }}
        url={c.req.url}
        mayChase={mayAsk(c.var.act.actor, 'GET /organiser/chasing/lists/:list')}
      />,
      { title: `Who has had version ${version.number}`, back: { href: `/guidance/${document.id}`, text: document.title } },
    )
  })
