// The top of a page, and what stands on it most: docs/design.md.
import type { Child } from 'hono/jsx'
import { type Day, daysBetween, sayLongDay } from '../dates.ts'
import { counted } from '../words.ts'
import { Caption, Link, VisuallyHidden } from './page-parts.tsx'

const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options })
const [weekday, month] = [part({ weekday: 'short' }), part({ month: 'short', year: 'numeric' })]

/** A day as a leaf of a calendar, read out as `Wednesday 2 December 2026`. */
export const DateBlock = ({ day }: { day: Day }) => {
  const noon = new Date(`${day}T12:00:00.000Z`)
  return (
    <time class="muster-date" datetime={day}>
      <VisuallyHidden>{sayLongDay(day)}</VisuallyHidden>
      <span aria-hidden="true">
        <span>{weekday.format(noon)}</span>
        <b>{noon.getUTCDate()}</b>
        <span>{month.format(noon)}</span>
      </span>
    </time>
  )
}

/** How far off a day is: `today`, `in 5 days`, `3 weeks ago`. */
export const sayCountdown = (day: Day, today: Day): string => {
  const days = daysBetween(today, day)
  if (days === 0) return 'today'
  if (Math.abs(days) === 1) return days > 0 ? 'tomorrow' : 'yesterday'
  const far = Math.abs(days) < 21 ? counted(Math.abs(days), 'day') : counted(Math.round(Math.abs(days) / 7), 'week')
  return days > 0 ? `in ${far}` : `${far} ago`
}

type PageHeadProps = {
  title: Child
  caption?: Child | undefined
  /** Of anything that has one. */
  day?: Day | undefined
  /** What decides, a few words each; empty ones are left out. */
  facts?: readonly Child[] | undefined
  /** What people come for: at most three, the first as a button. */
  acts?: Child
  /** The page below has a heading of its own. */
  above?: boolean
}

/** What it is, the facts that decide, what people come to do. */
export const PageHead = ({ title, caption, day, facts = [], acts, above = false }: PageHeadProps) => (
  <div class="muster-head">
    {day ? <DateBlock day={day} /> : null}
    <div class="muster-head__words">
      {above ? (
        <p class="govuk-heading-m muster-break">{title}</p>
      ) : (
        <h1 class="govuk-heading-l muster-break">
          {caption ? <Caption>{caption}</Caption> : null}
          {title}
        </h1>
      )}
      <Facts facts={facts} />
    </div>
    {acts ? <div class="muster-head__acts">{acts}</div> : null}
  </div>
)

/** Facts on one line where there is room; empty ones are left out. */
export const Facts = ({ facts }: { facts: readonly Child[] }) => {
  const said = facts.filter(Boolean)
  return said.length === 0 ? null : (
    <ul class="muster-facts">
      {said.map((fact) => (
        <li>{fact}</li>
      ))}
    </ul>
  )
}

export type ShelfLink = { href: string; text: string; current?: 'page' | 'true' | undefined }

/** Parts of one thing side by side, of which one is open. @param small below other shelves */
export const Shelves = ({ label, links, small = false }: { label: string; links: readonly ShelfLink[]; small?: boolean }) => (
  <nav class={`muster-shelves muster-no-print${small ? ' muster-shelves--small' : ''}`} aria-label={label}>
    <ul>
      {links.map(({ href, text, current }) => (
        <li>
          <a class="govuk-link govuk-link--no-visited-state" href={href} aria-current={current}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

export type Task = { href: string; text: Child; hint?: Child; status?: Child }

/** What is to be done: a sentence and a press each. */
export const TaskList = ({ tasks }: { tasks: readonly Task[] }) => (
  <ul class="govuk-task-list">
    {tasks.map(({ href, text, hint, status }) => (
      <li class="govuk-task-list__item govuk-task-list__item--with-link">
        <div class="govuk-task-list__name-and-hint">
          <a class="govuk-link govuk-task-list__link" href={href}>
            {text}
          </a>
          {hint ? <div class="govuk-task-list__hint">{hint}</div> : null}
        </div>
        {status ? <div class="govuk-task-list__status">{status}</div> : null}
      </li>
    ))}
  </ul>
)

export type LinkGroup = { title: string; links: readonly { href: string; text: string; note?: string }[] }

/** Whatever else a page leads to, under a few headings. Groups without links are left out. */
export const LinkGroups = ({ groups }: { groups: readonly LinkGroup[] }) => (
  <div class="muster-groups">
    {groups
      .filter(({ links }) => links.length > 0)
      .map(({ title, links }) => (
        <section>
          <h2 class="govuk-heading-s">{title}</h2>
          <ul class="govuk-list">
            {links.map(({ href, text, note }) => (
              <li>
                <Link href={href}>{text}</Link>
                {note ? ` ${note}` : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
  </div>
)
