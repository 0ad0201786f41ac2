/** Signing in at the issuer of the local stack. */
import type { Page } from 'playwright-core';

type RoleName = 'customer' | 'admin' | 'ops';

export async function signIn(page: Page, role: RoleName, subject: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  await page.locator(`input[name=role][value=${role}]`).check();
  await page.getByLabel('Name').fill(subject);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
}
