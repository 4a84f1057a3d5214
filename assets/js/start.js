// Turns on the small helps of the pages. Every page works without them.
import { initAll } from '/govuk-frontend.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
