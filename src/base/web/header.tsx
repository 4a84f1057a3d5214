// Above every page: the council's name, the bar, and for staff the pages of a section.
import type { Child } from 'hono/jsx'
import { useRequestContext } from 'hono/jsx-renderer'
import type { Actor } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { mayAsk } from './access.ts'
import type { AppEnv } from './env.ts'
import { homeOf } from './home.ts'
import { LogoPicture } from './logo.tsx'
import { urlOf } from './route.ts'
import { isStaff, sectionOf, sectionsFor } from './sections.ts'

type BarLink = { href: string; text: string; isCurrent: boolean }

/** Signing in from a conference page returns there. Other addresses may be secret. */
const signInFrom = ({ pathname, search }: Readonly<URL>): string =>
  /^\/(events|series)(\/|$)/.test(pathname) ? `/sign-in?next=${encodeURIComponent(pathname + search)}` : '/sign-in'

const linksOf = (actor: Actor, path: string): BarLink[] => {
  const staff = isStaff(actor)
  const atDoors = actor.doorEventIds.length > 0
  // New contacts need it too, to learn how to ask.
  const ofSchools = actor.schoolIds.length > 0 || (actor.accountId !== undefined && actor.roles.length === 0 && !atDoors)
  const here = sectionOf(path)?.title
  const sections = sectionsFor(actor).map(({ title, pages }) => ({ href: pages[0]?.at ?? '/', text: title, isCurrent: title === here }))
  const others = [
    { href: '/events', text: 'Events', isShown: !staff },
    { href: '/school', text: 'My schools', isShown: ofSchools },
    { href: '/register', text: 'Check-in', isShown: atDoors && !staff },
  ].flatMap(({ href, text, isShown }) => (isShown ? [{ href, text, isCurrent: path === href || path.startsWith(`${href}/`) }] : []))
  return staff ? [...sections, ...others] : others
}

const Search = () => (
  <search>
    <form method="post" action="/search" class="muster-header__find">
      <label for="search">Find anything</label>
      <input
        class="govuk-input"
        id="search"
        name="q"
        type="search"
        maxlength={200}
        title="A school, number, person, address, booking, event or invoice"
      />
      <button type="submit" class="govuk-button govuk-button--secondary">
        Go
      </button>
    </form>
  </search>
)

/** @param finds whether there is a search, which on a phone is a page of its own */
const Account = ({ actor, url, finds }: { actor: Actor; url: Readonly<URL>; finds: boolean }) => (
  <div class="muster-header__account">
    {finds ? (
      <a href="/search" class="muster-header__find-page">
        Find
      </a>
    ) : null}
    {actor.accountId ? (
      <>
        {mayAsk(actor, 'GET /organiser/manage') ? (
          <a href="/organiser/manage" aria-current={sectionOf(url.pathname)?.isSetting ? 'true' : undefined}>
            Settings
          </a>
        ) : null}
        {mayAsk(actor, 'GET /account') ? <a href="/account">Your account</a> : <span>{actor.name}</span>}
        <form method="post" action="/sign-out">
          <button type="submit" class="muster-link-button">
            Sign out
          </button>
        </form>
      </>
    ) : (
      <a href={signInFrom(url)}>Sign in</a>
    )}
  </div>
)

const Bar = ({ links, path, name }: { links: readonly BarLink[]; path: string; name: Child }) => (
  <section aria-label="Service information" class="govuk-service-navigation muster-navigation" data-module="govuk-service-navigation">
    <div class="govuk-width-container">
      <div class="govuk-service-navigation__container">
        {name ? <span class="govuk-service-navigation__service-name">{name}</span> : null}
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
            {links.map(({ href, text, isCurrent }) => (
              <li class={`govuk-service-navigation__item${isCurrent ? ' govuk-service-navigation__item--active' : ''}`}>
                <a
                  class="govuk-service-navigation__link"
                  href={href}
                  aria-current={isCurrent ? (path === href ? 'page' : 'true') : undefined}
                >
                  {isCurrent ? <strong class="govuk-service-navigation__active-fallback">{text}</strong> : text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </div>
  </section>
)

/** Reads nothing from the database. */
export const Header = ({ council }: { council: Council }) => {
  const c = useRequestContext<AppEnv>()
  const { actor } = c.var.act
  const url = urlOf(c)
  const home = actor.accountId ? homeOf(actor) : '/'
  // Helpers at a door have it low too: they work on a telephone.
  const low = isStaff(actor) || actor.doorEventIds.length > 0
  const finds = url.pathname !== '/search' && mayAsk(actor, 'GET /search')
  return (
    <header class={low ? 'muster-wide muster-staff' : undefined}>
      <div class="muster-header">
        <div class="govuk-width-container muster-header__container">
          <a href={home} class="muster-header__name">
            {council.logo ? <LogoPicture logo={council.logo} /> : null} {council.name}
            {low ? <span>{council.serviceName}</span> : null}
          </a>
          {finds ? <Search /> : null}
          <Account actor={actor} url={url} finds={finds} />
        </div>
      </div>
      <Bar
        links={linksOf(actor, url.pathname)}
        path={url.pathname}
        name={
          low ? null : (
            <a href={home} class="govuk-service-navigation__link">
              {council.serviceName}
            </a>
          )
        }
      />
    </header>
  )
}

/** The pages of the section in which staff are, if they may open several. Folded on a phone. */
export const SectionPages = () => {
  const c = useRequestContext<AppEnv>()
  const { actor } = c.var.act
  const path = urlOf(c).pathname
  const here = isStaff(actor) ? sectionOf(path) : undefined
  const pages = sectionsFor(actor).find(({ title }) => title === here?.title)?.pages ?? []
  if (!here || pages.length < 2) return null
  return (
    <nav aria-label={`Pages of ${here.title}`} class="muster-section muster-no-print">
      <details class="govuk-details muster-narrow">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">Also in {here.title}</span>
        </summary>
        <ul>
          {pages.map(({ at, text }) => (
            <li>
              <a class="govuk-link" href={at} aria-current={at === here.page ? (path === at ? 'page' : 'true') : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  )
}
