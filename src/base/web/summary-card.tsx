import type { Child } from 'hono/jsx'
import { Link, VisuallyHidden } from './page-parts.tsx'

type SummaryCardProps = {
  id?: string
  title: Child
  level?: 2 | 3
  /** `of`: read out after the text. */
  actions?: readonly { href: string; text: string; of: string }[]
  children?: Child
}

export const SummaryCard = ({ id, title, level = 2, actions = [], children }: SummaryCardProps) => {
  const Head = level === 2 ? 'h2' : 'h3'
  return (
    <div class="govuk-summary-card" id={id}>
      <div class="govuk-summary-card__title-wrapper">
        <Head class="govuk-summary-card__title muster-break">{title}</Head>
        {actions.length > 0 ? (
          <ul class="govuk-summary-card__actions">
            {actions.map(({ href, text, of }) => (
              <li class="govuk-summary-card__action">
                <Link href={href}>
                  {text}
                  <VisuallyHidden> {of}</VisuallyHidden>
                </Link>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <div class="govuk-summary-card__content">{children}</div>
    </div>
  )
}
