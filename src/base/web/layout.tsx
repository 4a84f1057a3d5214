import type { Child } from 'hono/jsx'
import { jsxRenderer, useRequestContext } from 'hono/jsx-renderer'
import type { Council } from '#base/council.ts'
import { WorriedAboutAChild } from './concern.tsx'
import type { AppEnv } from './env.ts'
import { takeFlash } from './flash.ts'
import { files } from './generated/files.ts'
import { Header, SectionPages } from './header.tsx'
import { NothingChanged } from './page-parts.tsx'
import { urlOf } from './route.ts'
import { isStaff, isStaffPage } from './sections.ts'
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

/** Header, navigation, one-time notice, main and footer. Reads nothing from the database. */
export const layout = jsxRenderer(({ children, title, hasProblems, back, description, head }) => {
  const c = useRequestContext<AppEnv>()
  const council = c.var.council
  const said = takeFlash(c)
  const { frame } = c.var
  const wide = isStaff(c.var.act.actor) && isStaffPage(urlOf(c).pathname)
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
      <body class={`govuk-template__body${wide ? ' muster-wide' : ''}`}>
        <a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">
          Skip to main content
        </a>
        <Header council={council} />
        <div class="govuk-width-container">
          {frame ? null : (
            <>
              <SectionPages />
              <Back back={back} />
            </>
          )}
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
