// What stands around the form of a press before it is done.

import type { Child } from 'hono/jsx'
import { Button } from './field.tsx'
import type { Texts } from './fields.tsx'
import { Inset, P, Tag } from './page-parts.tsx'

export const Preview = ({ children }: { children?: Child }) => (
  <Inset>
    <P>
      <Tag colour="blue">Preview, not saved</Tag>
    </P>
    {children}
  </Inset>
)

/**
 * What would change, around the form that does it.
 * @param state of what is shown: the act compares it with its field `state`
 */
export type Checked = { shows: (form: Child) => Child; button: string; state?: string }

/** @param sent the fields of the form before, and its id */
export const showChecked = ({ shows, button, state }: Checked, sent: Texts): Child =>
  shows(
    <form method="post" novalidate>
      {Object.entries({ ...sent, state }).flatMap(([name, values]) =>
        [values ?? []].flat().map((value) => <input type="hidden" name={name} value={value} />),
      )}
      <div class="govuk-button-group">
        <Button name="action" value="save">
          {button}
        </Button>
        <Button kind="secondary" name="action" value="again">
          Change what I typed
        </Button>
      </div>
    </form>,
  )
