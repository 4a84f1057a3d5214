import { type Context, Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { reachPath } from '#people/notices/views.tsx'
import { rolesOn } from '#schools/schools/role-store.ts'
import { isIssued, missingOf, sayGiven, type Version } from '../documents/document.ts'
import { selectDocument, selectVersions } from '../documents/store.ts'
import { selectAudience, selectReachable, selectUnknownSettings } from './issue-store.ts'
import { issueVersion } from './issue-version.ts'
import { previewOf } from './issuing.ts'
import { selectAnswered } from './standing-store.ts'
import { PreviewPage } from './views/issue.tsx'
import { issueRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const ofDraft = async (c: C) => {
  const { act } = c.var
  const id = c.req.param('id') ?? ''
  const { document, versions, schools, answered } = await readTogether(act.db, {
    document: selectDocument(act.db, id),
    versions: selectVersions(act.db, id),
    schools: selectAudience(act, id),
    answered: selectAnswered(act, id),
  })
  const version = versions.find((one) => !isIssued(one))
  if (!document) throw notFound('document')
  return { document, version, schools, answered }
}
type Ground = Awaited<ReturnType<typeof ofDraft>>

const showPreview = async (c: C, { document, version, schools, answered }: Ground & { version: Version }, why?: string) => {
  const { act } = c.var
  const [{ reachable, unknown }, roles] = await Promise.all([
    readTogether(act.db, {
      unknown: selectUnknownSettings(act, document.id),
      reachable: selectReachable(
        act,
        schools.map(({ id }) => id),
      ),
    }),
    rolesOn(act.db, londonDay(act.now)),
  ])
  const preview = previewOf(schools, document.audience.roles, reachable)
  return c.render(
    <PreviewPage {...{ document, version, preview, answered, roles, why }} unknown={unknown?.n ?? 0} now={instant(act.now)} />,
    {
      title: `Issue version ${version.number}`,
      back: { href: `/guidance/${document.id}`, text: document.title },
    },
  )
}

/** A second press, or somebody else’s. */
const already = (c: C, versionId: string) => {
  flash(c, issueRefusals.version_is_issued, false)
  return c.redirect(reachPath({ notice: 'guidance', subjectId: versionId }), 303)
}

/** For officers. Mounted at /guidance. */
export const reportIssuePages = new Hono<AppEnv>()
  .get('/:id/issue', async (c) => {
    const { document, version, schools, answered } = await ofDraft(c)
    // A draft that lacks something, or none: whoever goes back after it was issued.
    const isReady = version && missingOf(document, version).length === 0
    return isReady ? showPreview(c, { document, version, schools, answered }) : c.redirect(`/guidance/${document.id}`, 303)
  })

  .post('/:id/issue', async (c) => {
    const { act } = c.var
    const id = c.req.param('id')
    const { versions } = await readTogether(act.db, { versions: selectVersions(act.db, id) })
    const issued = versions.find(isIssued)
    if (issued && versions.every(isIssued)) return already(c, issued.id)
    const [ground, body] = await Promise.all([ofDraft(c), c.req.parseBody()])
    const { document, version } = ground
    if (!version) throw notFound('draft')
    // As whoever pressed the button saw it.
    const done = await issueVersion(act, document, { ...version, changedAt: text(body, 'changedAt') }, text(body, 'urgent') === 'yes')
    if (!done.ok) {
      if (done.reason === 'version_is_issued') return already(c, version.id)
      c.status(409)
      return showPreview(c, { ...ground, version }, issueRefusals[done.reason])
    }
    if ('proposed' in done.value) {
      flash(c, 'It waits for a second person, who issues it')
      return c.redirect(`/guidance/${id}`, 303)
    }
    flash(c, `It is issued to ${sayGiven(done.value)}`)
    return c.redirect(reachPath({ notice: 'guidance', subjectId: version.id }), 303)
  })
