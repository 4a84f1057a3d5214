import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { isColour } from '#base/colour.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { settingParts } from '#base/council-settings.ts'
import { sayInstant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { ok } from '#base/result.ts'
import { shownOf } from '#base/setting.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { LinkGroups } from '#base/web/page-head.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { typedIn } from '#base/web/press-form.tsx'
import { settingsFor, toSettings } from '#base/web/sections.ts'
import { chooseLogo, removeLogo } from './choose-logo.ts'
import { defaultPages } from './default-page-text.ts'
import { filledSettings, logoForm, pageForm, settingsForm, thresholdsForm } from './forms.ts'
import { fillIn, isPageKey, pageTitles, wordsOf } from './page-text.ts'
import { saveThresholds } from './save-thresholds.ts'
import { readCouncil, readPage, saveCouncil, savePage, schoolsPerAuthority } from './store.ts'
import { selectThresholds } from './threshold-store.ts'
import { thresholdSettings } from './thresholds.ts'
import { ColourPreview } from './views/colour.tsx'
import { AboutLogo } from './views/logo.tsx'
import { PageText } from './views/page-texts.tsx'
import { logoRefusals } from './views/refusals.tsx'
import { AboutThresholds } from './views/thresholds.tsx'
import { ConfirmAreaPage, PreviewedColour, SettingsPage } from './views.tsx'

const back = { href: '/organiser/settings', text: 'Council settings' }

const sameCodes = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join() === [...other].sort().join()

/** It is not set up, or would lock out the administrator who chooses it. */
const providerProblem = (c: Context<AppEnv>, chosen: string): string | undefined => {
  if (chosen === '') return undefined
  const provider = c.var.providers?.find(({ id }) => id === chosen)
  if (!provider) return 'Choose one of the ways to sign in that are set up'
  const { staff } = c.var
  if (staff?.provider === chosen || (staff?.hasFactor && staff.factorShown)) return undefined
  return `You would be kept out yourself: sign in with ${provider.label} first, or set up a second factor of your own`
}

type Shown = { council: Council; providers: readonly { id: string; label: string }[]; parts: typeof settingParts }

/** The part that the address names; after a refused press those whose settings were sent. */
const partsOf = async (c: Context<AppEnv>): Promise<typeof settingParts> => {
  const sent = c.req.method === 'POST' ? Object.keys(await c.req.parseBody()) : []
  const found = settingParts.filter(({ key, names }) =>
    sent.length > 0 ? names.some((name) => sent.includes(name)) : key === c.req.query('part'),
  )
  return found.length > 0 ? found : settingParts.slice(0, 1)
}

const partPath = (key: string): string => (key === settingParts[0]?.key ? back.href : `${back.href}?part=${key}`)

const save = press({
  at: '/settings',
  form: (_, shown: Shown | undefined) =>
    settingsForm(
      shown?.providers,
      shown?.parts.flatMap(({ names }) => names),
    ),
  filled: (shown) => (shown ? filledSettings(shown.council, shown.providers) : {}),
  preview: (typed) => <PreviewedColour {...councilFrom('')} {...typed} />,
  previewButton: (shown) => (shown?.parts.some(({ names }) => names.includes('brandColour')) ? 'Preview the colour' : ''),
  button: 'Save',
  act: async (act, typed, { c, body, field, council }) => {
    const problem = providerProblem(c, typed.staffProvider ?? '')
    if (problem) return { ok: false, refusal: { field: 'staffProvider', says: problem, status: 422 } }
    const before = council.laCodes
    const after = typed.laCodes ?? before
    // Only the list shown counts as confirmed: a later one is asked about again.
    if (!sameCodes(before, after) && !sameCodes(field('confirmed').split(','), after)) {
      const authorities = await schoolsPerAuthority(act.db, [...new Set([...before, ...after])])
      const sent = typedIn(settingsForm(), body)
      return c.render(<ConfirmAreaPage sent={sent} before={before} after={after} authorities={authorities} />, {
        title: 'Change the area',
        back,
      })
    }
    await saveCouncil(act, council, typed)
    return ok((await partsOf(c))[0]?.key ?? '')
  },
  refused: {},
  done: 'The settings are saved. Other pages may take some seconds to show them.',
  to: (_, part) => partPath(part ?? ''),
})

const overview = page({
  at: '/manage',
  also: async ({ actor }) => ({ groups: settingsFor(actor) }),
  title: 'Settings',
  wide: true,
  show: ({ groups }) => (
    <LinkGroups
      groups={groups.map(({ title, pages }) => ({
        title,
        links: pages.map(({ at, text, note }) => ({ href: at, text, note: note ?? '' })),
      }))}
    />
  ),
})

const settings = page({
  at: '/settings',
  also: async (_, __, { c }) => ({ council: c.var.council, providers: c.var.providers ?? [], parts: await partsOf(c) }),
  title: 'Council settings',
  back: toSettings,
  presses: { save },
  show: (subject, forms) => (
    <SettingsPage
      form={forms.save(subject)}
      parts={settingParts.map(({ key, title }) => ({
        href: partPath(key),
        text: title,
        current: subject.parts.some((part) => part.key === key) ? 'page' : undefined,
      }))}
    />
  ),
})

const thresholds = question({
  at: '/settings/reports',
  read: ({ db }) => selectThresholds(db),
  title: 'Days and numbers of reports',
  back,
  above: AboutThresholds,
  form: (_, now) => thresholdsForm(now),
  filled: (now) => shownOf(thresholdSettings(), now),
  button: 'Save',
  act: (act, after, { subject }) => saveThresholds(act, subject, after),
  refused: { smallest_only_rises: { field: 'smallest', says: 'It was raised meanwhile. Enter a number that is no lower than it is now' } },
  done: 'It is saved. It holds from now on.',
  to: '/organiser/settings/reports',
})

const logo = question({
  at: '/settings/logo',
  find: async (_, { council }) => ({ logo: council.logo }),
  title: 'Logo',
  back,
  above: AboutLogo,
  form: logoForm,
  button: ({ logo: now }) => [
    { text: 'Use this logo' },
    ...(now ? [{ text: 'Show the name alone', name: 'action', value: 'remove', kind: 'secondary' as const }] : []),
  ],
  act: (act, { file }, { subject: { logo: now }, field }) => {
    if (field('action') !== 'remove') return chooseLogo(act, file)
    return now ? removeLogo(act, now) : Promise.resolve(ok(undefined))
  },
  refused: logoRefusals,
  done: ({ field }) =>
    `${field('action') === 'remove' ? 'The logo is removed' : 'The logo is saved'}. Other pages may take some seconds to follow.`,
  to: '/organiser/settings/logo',
})

const findText = async (act: Act, { part }: Asked) => {
  const key = part('page')
  if (!isPageKey(key)) return undefined
  const [stored, council] = await Promise.all([readPage(act.db, key), readCouncil(act.db, councilFrom(act.laCodes.join(',')))])
  return { key, council, ...stored }
}

const pageText = question({
  at: '/settings/pages/:page',
  find: findText,
  title: ({ key }) => `Edit ${pageTitles[key]}`,
  heading: ({ key }) => pageTitles[key],
  caption: 'Page texts',
  back,
  above: ({ text: own, changedAt }) => (
    <P>
      {own !== undefined && changedAt
        ? `This is the council’s own text, last changed on ${sayInstant(changedAt)}.`
        : 'This is the text that comes with the software. Your data protection officer or accessibility lead should read it before the service opens.'}
    </P>
  ),
  form: (_, { council }) => pageForm(Object.keys(wordsOf(council))),
  filled: ({ key, text: own }) => ({ text: own ?? defaultPages[key] }),
  hidden: ({ changedAt }) => ({ changedAt: changedAt ?? '' }),
  preview: (typed, { council }) => <PageText text={fillIn(typed.text, council)} />,
  button: ({ text: own }) => [
    { text: 'Save', name: 'action', value: 'save' },
    ...(own === undefined
      ? []
      : [{ text: 'Go back to the text of the software', name: 'action', value: 'restore', kind: 'secondary' } as const]),
  ],
  act: (act, typed, { subject: { key, text: own }, field }) =>
    savePage(act, key, {
      before: own ?? null,
      after: typed.action === 'restore' ? null : typed.text,
      changedAt: field('changedAt') || undefined,
    }),
  refused: { changed_meanwhile: { field: 'text', says: sayChanged('This text has', 'saved', replaceTheirs) } },
  done: 'The text is saved.',
  to: ({ part }) => `/organiser/settings/pages/${part('page')}`,
})

const imageRoutes = new Hono<AppEnv>().get('/settings/preview.svg', async (c) => {
  const colour = `#${c.req.query('colour') ?? ''}`
  if (!isColour(colour)) throw notFound('colour')
  const image = await (<ColourPreview colour={colour} name={c.req.query('name') ?? ''} />).toString()
  return c.body(image, 200, { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'no-store' })
})

export const organiserCouncilPages = withPages(imageRoutes, overview, settings, logo, thresholds, pageText)
