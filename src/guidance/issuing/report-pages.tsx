import { type Context, Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { mapped, readTogether, together } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { reachPath } from '#people/notices/views.tsx'
import { selectRolesOn } from '#schools/schools/role-store.ts'
import { isIssued, missingOf, sayGiven, type Version } from '../documents/document.ts'
import { selectDocument, selectVersions } from '../documents/store.ts'
import { selectAudience, selectReachable, selectUnknownSettings } from './issue-store.ts'
import { issueVersion } from './issue-version.ts'
import { type Preview, previewOf } from './issuing.ts'
import { selectAnswered } from './standing-store.ts'
import { IssuePreview } from './views/issue.tsx'
import { issueRefusals } from './views/refusals.tsx'

const readDraft = ({ db, part }: Asked) =>
  mapped(
    together({ document: selectDocument(db, part('id')), versions: selectVersions(db, part('id')) }),
    ({ document, versions }) =>
      document && { document, draft: versions.find((version) => !isIssued(version)), issued: versions.find(isIssued) },
  )

const reachOf = (versionId: string): string => reachPath({ notice: 'guidance', subjectId: versionId })

/** A second press, or somebody else’s. */
const already = (c: Context<AppEnv>, { id }: Version) => {
  flash(c, issueRefusals.version_is_issued, false)
  return c.redirect(reachOf(id), 303)
}

type ToIssue = { draft: Version; preview: Preview }

const issue = press({
  at: '/:id/issue',
  read: readDraft,
  hidden: ({ draft }: ToIssue) => ({ changedAt: draft.changedAt }),
  button: ({ draft, preview }: ToIssue) =>
    draft.source === 'own'
      ? [
          { text: 'Send it to a second person' },
          { text: 'It is urgent: issue it at once', kind: 'secondary', name: 'urgent', value: 'yes' },
        ]
      : `Issue it to ${sayGiven(preview)}`,
  act: async (act, _, { subject: { document, draft, issued }, field, c }) => {
    if (!draft) return issued ? already(c, issued) : { ok: false, refusal: gone }
    // As whoever pressed the button saw it.
    const done = await issueVersion(act, document, { ...draft, changedAt: field('changedAt') }, field('urgent') === 'yes')
    if (done.ok) return ok({ versionId: draft.id, ...done.value })
    return done.reason === 'version_is_issued' ? already(c, draft) : done
  },
  refused: { ...issueRefusals, lacks: { after: issueRefusals.lacks } },
  done: (_, given) => ('proposed' in given ? 'It waits for a second person, who issues it' : `It is issued to ${sayGiven(given)}`),
  to: ({ part }, given) => (given && 'schools' in given ? reachOf(given.versionId) : `/guidance/${part('id')}`),
})

const preview = page({
  at: '/:id/issue',
  read: readDraft,
  also: async (act, { document, draft }, { c }) => {
    // A draft that lacks something, or none: whoever goes back after it was issued.
    if (!draft || missingOf(document, draft).length > 0) return c.redirect(`/guidance/${document.id}`, 303)
    const { schools, ...rest } = await readTogether(act.db, {
      schools: selectAudience(act, document.id),
      answered: selectAnswered(act, document.id),
      unknown: selectUnknownSettings(act, document.id),
      roles: selectRolesOn(act.db, londonDay(act.now)),
    })
    const { reachable } = await readTogether(act.db, {
      reachable: selectReachable(
        act,
        schools.map(({ id }) => id),
      ),
    })
    return { ...rest, draft, preview: previewOf(schools, document.audience.roles, reachable) }
  },
  title: ({ draft }) => `Issue version ${draft.number}`,
  caption: ({ document }) => document.title,
  back: ({ document }) => ({ href: `/guidance/${document.id}`, text: document.title }),
  wide: true,
  presses: { issue },
  show: ({ unknown, draft, ...found }, forms, { now }) => (
    <IssuePreview {...found} version={draft} unknown={unknown?.n ?? 0} now={instant(now)} form={forms.issue({ draft, ...found })} />
  ),
})

/** For officers. Mounted at /guidance. */
export const reportIssuePages = withPages(new Hono<AppEnv>(), preview)
