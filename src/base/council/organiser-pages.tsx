import { type Context, Hono } from 'hono'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { isColour } from './colour.ts'
import { defaultPages } from './default-page-text.ts'
import { pageForm, settingsForm, thresholdsForm } from './forms.ts'
import { isPageKey, type PageKey, pageTitles } from './page-text.ts'
import { saveThresholds } from './save-thresholds.ts'
import { readPage, saveCouncil, savePage, schoolsPerAuthority } from './store.ts'
import { selectThresholds } from './threshold-store.ts'
import { limits, type Thresholds } from './thresholds.ts'
import { ColourPreview } from './views/colour.tsx'
import { EditPagePage } from './views/page-texts.tsx'
import { ThresholdsPage, type TypedThresholds } from './views/thresholds.tsx'
import { ConfirmAreaPage, SettingsPage, type TypedSettings } from './views.tsx'

const back = { href: '/organiser', text: 'Organise' }

const typedOf = (council: Council): TypedSettings => ({
  ...council,
  laCodes: council.laCodes.join(', '),
  answerDays: String(council.answerDays),
  staffIdleMinutes: String(council.staffIdleMinutes),
  mailsPerDay: String(council.mailsPerDay),
  factorDays: String(council.factorDays),
})

const sameCodes = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join() === [...other].sort().join()

const showSettings = (c: Context<AppEnv>, values: TypedSettings, options: { problems?: Problems | undefined; preview?: boolean } = {}) =>
  c.render(<SettingsPage values={values} providers={c.var.providers ?? []} {...options} />, {
    title: 'Settings',
    back,
    hasProblems: options.problems !== undefined,
  })

/**
 * Why staff cannot be made to use this provider: it is not set up, or the administrator who chooses
 * it would be locked out.
 */
const providerProblem = (c: Context<AppEnv>, chosen: string): string | undefined => {
  if (chosen === '') return undefined
  const provider = c.var.providers?.find(({ id }) => id === chosen)
  if (!provider) return 'Choose one of the ways to sign in that are set up'
  const { staff } = c.var
  if (staff?.provider === chosen || (staff?.hasFactor && staff.factorShown)) return undefined
  return `You would be kept out yourself: sign in with ${provider.label} first, or set up a second factor of your own`
}

const showPage = (
  c: Context<AppEnv>,
  page: PageKey,
  shown: { text: string; own: boolean; changedAt: string | undefined; preview?: boolean; problems?: Problems | undefined },
) =>
  c.render(<EditPagePage page={page} council={c.var.council} {...shown} />, {
    title: `Edit ${pageTitles[page]}`,
    back: { href: '/organiser/settings', text: 'Settings' },
    hasProblems: shown.problems !== undefined,
  })

const pageOf = (c: Context<AppEnv>): PageKey => {
  const page = c.req.param('page') ?? ''
  if (!isPageKey(page)) throw notFound('page')
  return page
}

const showThresholds = (c: Context<AppEnv>, now: Thresholds, typed?: TypedThresholds, problems?: Problems) => {
  const { replyDays, dueSoonDays, smallest } = now
  const as = typed ?? { replyDays: String(replyDays), dueSoonDays: String(dueSoonDays), smallest: String(smallest) }
  return c.render(<ThresholdsPage now={now} typed={as} problems={problems} />, {
    title: 'Days and numbers of reports',
    back: { href: '/organiser/settings', text: 'Settings' },
    hasProblems: problems !== undefined,
  })
}

/** The council's settings and page texts. */
export const organiserCouncilPages = new Hono<AppEnv>()
  .get('/settings', (c) => showSettings(c, typedOf(c.var.council)))

  .post('/settings', async (c) => {
    const form = await c.req.parseBody()
    const typed = (name: keyof TypedSettings | 'confirmed'): string => text(form, name)
    const names = Object.keys(settingsForm.shape) as (keyof Council)[]
    const values = Object.fromEntries(names.map((name) => [name, typed(name)])) as TypedSettings
    const read = settingsForm
      .check(({ value, issues }) => {
        const problem = providerProblem(c, value.staffProvider)
        if (problem) issues.push({ code: 'custom', input: value.staffProvider, path: ['staffProvider'], message: problem })
      })
      .safeParse(form)
    if (!read.success) {
      c.status(422)
      return showSettings(c, values, { problems: problemsOf(read.error), preview: form['action'] === 'preview' })
    }
    if (form['action'] === 'preview') return showSettings(c, values, { preview: true })
    if (form['action'] === 'back') return showSettings(c, values)
    const [before, after] = [c.var.council.laCodes, read.data.laCodes]
    // Only the list that was shown counts as confirmed: one typed afterwards is asked about again.
    if (!sameCodes(before, after) && !sameCodes(typed('confirmed').split(','), after)) {
      const authorities = await schoolsPerAuthority(c.env.DB, [...new Set([...before, ...after])])
      return c.render(<ConfirmAreaPage values={values} before={before} after={after} authorities={authorities} />, {
        title: 'Change the area',
        back: { href: '/organiser/settings', text: 'Settings' },
      })
    }
    await saveCouncil(c.var.act, c.var.council, { ...councilFrom(c.env.LA_CODES), ...read.data })
    flash(c, 'The settings are saved. Other pages may take some seconds to show them.')
    return c.redirect('/organiser/settings', 303)
  })

  .get('/settings/preview.svg', async (c) => {
    const colour = `#${c.req.query('colour') ?? ''}`
    if (!isColour(colour)) throw notFound('colour')
    const image = await (<ColourPreview colour={colour} name={c.req.query('name') ?? ''} />).toString()
    return c.body(image, 200, { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'no-store' })
  })

  .get('/settings/reports', async (c) => showThresholds(c, await readNow(c.env.DB, selectThresholds(c.env.DB))))

  .post('/settings/reports', async (c) => {
    const form = await c.req.parseBody()
    const typed = { replyDays: text(form, 'replyDays'), dueSoonDays: text(form, 'dueSoonDays'), smallest: text(form, 'smallest') }
    const now = await readNow(c.env.DB, selectThresholds(c.env.DB))
    const read = thresholdsForm(now).safeParse(form)
    if (!read.success) {
      c.status(422)
      return showThresholds(c, now, typed, problemsOf(read.error))
    }
    const done = await saveThresholds(c.var.act, now, read.data)
    if (!done.ok) {
      c.status(409)
      const since = await readNow(c.env.DB, selectThresholds(c.env.DB))
      return showThresholds(c, since, typed, {
        smallest: `It was raised meanwhile. Enter a number from ${since.smallest} to ${limits.smallest[1]}`,
      })
    }
    flash(c, 'It is saved. It holds from now on.')
    return c.redirect('/organiser/settings/reports', 303)
  })

  .get('/settings/pages/:page', async (c) => {
    const page = pageOf(c)
    const stored = await readPage(c.env.DB, page)
    return showPage(c, page, { text: stored.text ?? defaultPages[page], own: stored.text !== undefined, changedAt: stored.changedAt })
  })

  .post('/settings/pages/:page', async (c) => {
    const page = pageOf(c)
    const form = await c.req.parseBody()
    const stored = await readPage(c.env.DB, page)
    const read = pageForm.safeParse(form)
    const own = stored.text !== undefined
    const typedText = cutTo(text(form, 'text'), 100_000)
    const seenAt = text(form, 'changedAt') || undefined
    const restore = form['action'] === 'restore'
    if (!read.success && !restore) {
      c.status(422)
      return showPage(c, page, { text: typedText, own, changedAt: seenAt, problems: problemsOf(read.error) })
    }
    if (read.success && read.data.action === 'preview')
      return showPage(c, page, { text: read.data.text, own, changedAt: seenAt, preview: true })
    const saved = await savePage(c.var.act, page, {
      before: stored.text ?? null,
      after: restore || !read.success ? null : read.data.text,
      changedAt: seenAt,
    })
    if (!saved.ok) {
      c.status(409)
      return showPage(c, page, {
        text: typedText,
        own,
        changedAt: stored.changedAt,
        problems: {
          text: sayChanged('This text has', 'saved', replaceTheirs),
        },
      })
    }
    flash(c, 'The text is saved.')
    return c.redirect(`/organiser/settings/pages/${page}`, 303)
  })
