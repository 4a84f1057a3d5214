import type { Child } from 'hono/jsx'
import { jsxRenderer, useRequestContext } from 'hono/jsx-renderer'
import { type Actor, hasRole } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { mayAsk } from './access.ts'
import { WorriedAboutAChild } from './concern.tsx'
import type { AppEnv } from './env.ts'
import { takeFlash } from './flash.ts'
import { files } from './generated/files.ts'
import { homeOf } from './home.ts'
import { LogoPicture } from './logo.tsx'
import { NothingChanged } from './page-parts.tsx'
import { urlOf } from './route.ts'
import { TelephoneLink } from './telephone-link.tsx'

type PageOptions = {
  /** Without the service's name; "Error: " is added when there are problems. */
  title: string
  hasProblems?: boolean
  /** Full width for wide tables; two thirds otherwise are the page's own columns. */
  back?: { href: string; text?: string } | undefined
  description?: string
  /** Such as structured data. */
  head?: Child
}

declare module 'hono' {
  interface ContextRenderer {
    // biome-ignore lint/style/useShorthandFunctionType: declaration merging needs an interface
    (content: Child, options: PageOptions): Response | Promise<Response>
  }
}

/** Signing in from a conference page returns there. Other addresses may be secret. */
const signInFrom = ({ pathname, search }: Readonly<URL>): string =>
  /^\/(events|series)(\/|$)/.test(pathname) ? `/sign-in?next=${encodeURIComponent(pathname + search)}` : '/sign-in'

/** Header, navigation, one-time notice, main and footer. Reads nothing from the database. */
export const layout = jsxRenderer(({ children, title, hasProblems, back, description, head }) => {
  const c = useRequestContext<AppEnv>()
  const council = c.var.council
  const said = takeFlash(c)
  const { frame } = c.var
  return (
    <html lang="en" class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>{`${hasProblems ? 'Error: ' : ''}${title} – ${council.serviceName} – ${council.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content={council.brandColour} />
        {description ? <meta name="description" content={description} /> : null}
        <link rel="icon" href={files['favicon.svg']} type="image/svg+xml" />
        <link rel="stylesheet" href={files['muster.css']} />
        <link rel="stylesheet" href={`/theme.css?colour=${council.brandColour.slice(1)}`} />
        <script type="module" src={files['js/start.js']} />
        {head}
      </head>
      <body class="govuk-template__body">
        <a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">
          Skip to main content
        </a>
        <Header council={council} />
        <div class="govuk-width-container">
          {frame ? null : <Back back={back} />}
          <main class="govuk-main-wrapper" id="main-content">
            {c.env.MAINTENANCE ? <Resting until={c.env.MAINTENANCE} /> : null}
            {said?.isDone ? (
              <div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-labelledby="said">
                <div class="govuk-notification-banner__header">
                  <h2 class="govuk-notification-banner__title" id="said">
                    Done
                  </h2>
                </div>
                <div class="govuk-notification-banner__content">
                  <p class="govuk-notification-banner__heading">{said.sentence}</p>
                </div>
              </div>
            ) : (
              <NothingChanged why={said?.sentence} />
            )}
            {c.var.factorNotice ? (
              <div class="govuk-inset-text muster-no-print">
                {c.var.factorNotice}{' '}
                <a class="govuk-link" href="/account/factors">
                  About second factors
                </a>
              </div>
            ) : null}
            {frame?.shown}
            {back && frame && !frame.leadsTo.includes(back.href) ? <Back back={back} /> : null}
            {children}
          </main>
        </div>
        <Footer council={council} />
      </body>
    </html>
  )
})

const Back = ({ back }: Pick<PageOptions, 'back'>) =>
  back ? (
    <nav aria-label="Back">
      <a href={back.href} class="govuk-back-link">
        {back.text ?? 'Back'}
      </a>
    </nav>
  ) : null

const Resting = ({ until }: { until: string }) => (
  <section class="govuk-notification-banner" aria-labelledby="resting" data-nosnippet>
    <div class="govuk-notification-banner__header">
      <h2 class="govuk-notification-banner__title" id="resting">
        Important
      </h2>
    </div>
    <div class="govuk-notification-banner__content">
      <p class="govuk-notification-banner__heading">
        You can read most pages, but nothing can be booked, changed or sent {/^\d*$/.test(until) ? 'just now' : until}.
      </p>
    </div>
  </section>
)

const Header = ({ council }: { council: Council }) => {
  const c = useRequestContext<AppEnv>()
  const { actor } = c.var.act
  const path = urlOf(c).pathname
  const home = actor.accountId ? homeOf(actor) : '/'
  return (
    <header>
      <div class="muster-header">
        <div class="govuk-width-container muster-header__container">
          <a href={home} class="muster-header__name">
            {council.logo ? <LogoPicture logo={council.logo} /> : null} {council.name}
          </a>
          {mayAsk(actor, 'GET /organiser/schools') ? (
            <search>
              <form action="/organiser/schools" class="muster-header__find">
                <input type="hidden" name="find" value="yes" />
                <label for="find-school">Find a school</label>
                <input class="govuk-input" id="find-school" name="q" type="search" maxlength={100} title="Name, town or URN" />
                <button type="submit" class="govuk-button govuk-button--secondary">
                  Go
                </button>
              </form>
            </search>
          ) : null}
          <div class="muster-header__account">
            {actor.accountId ? (
              <>
                {mayAsk(actor, 'GET /account') ? <a href="/account">Your account</a> : <span>{actor.name}</span>}
                <form method="post" action="/sign-out">
                  <button type="submit" class="muster-link-button">
                    Sign out
                  </button>
                </form>
              </>
            ) : (
              <a href={signInFrom(urlOf(c))}>Sign in</a>
            )}
          </div>
        </div>
      </div>
      <section aria-label="Service information" class="govuk-service-navigation muster-navigation" data-module="govuk-service-navigation">
        <div class="govuk-width-container">
          <div class="govuk-service-navigation__container">
            <span class="govuk-service-navigation__service-name">
              <a href={home} class="govuk-service-navigation__link">
                {council.serviceName}
              </a>
            </span>
            <nav aria-label="Menu" class="govuk-service-navigation__wrapper">
              <button
                type="button"
                class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
                aria-controls="navigation"
                hidden
              >
                Menu
              </button>
              <ul class="govuk-service-navigation__list" id="navigation">
                {navigation(actor).map(([href, text]) => {
                  const current = isIn(path, href) && !(href === '/organiser' && ownLinks.some((own) => isIn(path, own)))
                  return (
                    <li class={`govuk-service-navigation__item${current ? ' govuk-service-navigation__item--active' : ''}`}>
                      <a
                        class="govuk-service-navigation__link"
                        href={href}
                        aria-current={current ? (path === href ? 'page' : 'true') : undefined}
                      >
                        {current ? <strong class="govuk-service-navigation__active-fallback">{text}</strong> : text}
                      </a>
                    </li>
                  )
                })}
              </ul>
            </nav>
          </div>
        </div>
      </section>
    </header>
  )
}

/** Under /organiser, with a link of their own in the menu. */
const ownLinks = ['/organiser/finance', '/organiser/chasing', '/organiser/returns']

const isIn = (path: string, href: string): boolean => path === href || (href !== '/' && path.startsWith(`${href}/`))

const navigation = (actor: Actor): [href: string, text: string][] => {
  const atDoors = actor.doorEventIds.length > 0
  // Staff without a school do not need it. New contacts do, to learn how to ask.
  const ofSchools = actor.schoolIds.length > 0 || (actor.accountId !== undefined && actor.roles.length === 0 && !atDoors)
  const links: [href: string, text: string, shown: boolean][] = [
    ['/events', 'Events', true],
    ['/school', 'My schools', ofSchools],
    ['/organiser', 'Organise', mayAsk(actor, 'GET /organiser')],
    ['/register', 'Registers', hasRole(actor, 'organiser', 'administrator') || atDoors],
    ['/organiser/finance', 'Money', mayAsk(actor, 'GET /organiser/finance')],
    ['/answer', 'Answer', mayAsk(actor, 'GET /answer')],
    ['/coverage', 'Coverage', mayAsk(actor, 'GET /coverage')],
    ['/organiser/chasing', 'Follow-up', mayAsk(actor, 'GET /organiser/chasing')],
    ['/coverage/frozen', 'Kept figures', mayAsk(actor, 'GET /coverage/frozen') && !mayAsk(actor, 'GET /coverage')],
    ['/guidance', 'Guidance', mayAsk(actor, 'GET /guidance')],
    ['/organiser/returns', 'Safeguarding audit', mayAsk(actor, 'GET /organiser/returns')],
    ['/coverage/returns', 'Safeguarding audit', mayAsk(actor, 'GET /coverage/returns') && !mayAsk(actor, 'GET /organiser/returns')],
    ['/requirements', 'Training rules', mayAsk(actor, 'GET /requirements')],
  ]
  return links.flatMap(([href, text, shown]) => (shown ? [[href, text]] : []))
}

const Footer = ({ council }: { council: Council }) => (
  <footer class="govuk-footer muster-footer">
    <div class="govuk-width-container">
      <div class="govuk-footer__meta">
        <div class="govuk-footer__meta-item govuk-footer__meta-item--grow">
          <h2 class="govuk-visually-hidden">About this service</h2>
          <ul class="govuk-footer__inline-list">
            {(
              [
                ['/help', 'Help'],
                ['/privacy', 'Privacy notice'],
                ['/cookies', 'Cookies'],
                ['/accessibility', 'Accessibility statement'],
                ['/data-protection-complaint', 'Complain about how we use your data'],
              ] as const
            ).map(([href, text]) => (
              <li class="govuk-footer__inline-list-item">
                <a class="govuk-footer__link" href={href}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
          <WorriedAboutAChild council={council} />
          {council.contactEmail || council.contactTelephone ? (
            <p class="govuk-footer__meta-custom muster-break">
              Ask us: {council.contactTelephone ? <TelephoneLink number={council.contactTelephone} class="govuk-footer__link" /> : null}
              {council.contactTelephone && council.contactEmail ? ' or ' : ''}
              {council.contactEmail ? (
                <a class="govuk-footer__link" href={`mailto:${council.contactEmail}`}>
                  {council.contactEmail}
                </a>
              ) : null}
            </p>
          ) : null}
          <p class="govuk-footer__meta-custom">
            {[council.name, ...council.contactAddress.split('\n').filter(Boolean)].join(', ')}. Contains public sector information licensed
            under the Open Government Licence v3.0.
          </p>
        </div>
      </div>
    </div>
  </footer>
)
