import type { Page } from 'playwright-core'
import { pressButton } from './chromium.ts'

/** Finds a school by words in the field with that id and picks the first, as one does with JavaScript or without it. */
export const chooseSchool = async (page: Page, field: string, words: string): Promise<void> => {
  const box = page.locator(`#${field}`)
  await box.fill(words)
  if ((await box.getAttribute('role')) === 'combobox') {
    await page.locator(`#${field}-list [role="option"]`).first().click()
    return
  }
  await pressButton(page, /^Find/)
  await page.locator(`#${field}-option-1`).check()
}
