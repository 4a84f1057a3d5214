import { Table } from '#base/web/page-parts.tsx'
import { audiences, pathOf, type Template } from '#correspondence/wordings/wording.ts'
import type { Rendered } from '#emails/messages/mail.tsx'

/** Every message, with what it is. */
export const EmailsPage = ({ templates }: { templates: readonly Template[] }) => (
  <>
    <h1 class="govuk-heading-l">Every message</h1>
    <p class="govuk-body">
      With made-up facts. What was really sent from here lies in the{' '}
      <a class="govuk-link" href="/dev/inbox">
        local inbox
      </a>
      .
    </p>
    <Table
      dense
      caption={`${templates.length} templates`}
      columns={['Message', 'For', 'Shown as', 'When']}
      rows={templates.map((template) => [
        <a class="govuk-link" href={`/dev/emails/${pathOf(template)}`}>
          {template.label}
        </a>,
        audiences[template.audience],
        template.samples.map(({ label }) => label).join('; '),
        template.when,
      ])}
    />
  </>
)

/** One message in each of its ways. */
export const EmailPage = ({ template, shown, own }: { template: Template; shown: readonly Rendered[]; own: boolean }) => {
  const path = `/dev/emails/${pathOf(template)}`
  return (
    <>
      <h1 class="govuk-heading-l">{template.label}</h1>
      <p class="govuk-body">
        {own ? 'In the council’s own words. ' : 'In the words by default. '}
        <a class="govuk-link" href={own ? path : `${path}?words=own`}>
          {own ? 'Show those by default' : 'Show the council’s own'}
        </a>
      </p>
      {shown.map((rendered, index) => (
        <section aria-labelledby={`sample-${index}`}>
          <h2 class="govuk-heading-m" id={`sample-${index}`}>
            {template.samples[index]?.label}
          </h2>
          <p class="govuk-body">
            <strong>Subject:</strong> {rendered.subject}
          </p>
          <iframe
            class="muster-mail"
            title={`${template.label}: ${template.samples[index]?.label}`}
            src={`${path}/${index}/body${own ? '?words=own' : ''}`}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          />
          <pre class="muster-plain-text">{rendered.text}</pre>
        </section>
      ))}
    </>
  )
}
