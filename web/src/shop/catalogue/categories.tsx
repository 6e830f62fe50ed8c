import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './catalogue.module.css'

type Props = {
  categories: { name: string; count: number }[] | undefined
  chosen: string | undefined
  onChoose: (category: string | undefined) => void
}

const skeletons = [0, 1, 2, 3, 4, 5, 6, 7]

/** The categories with how many products the search finds in each: a list at the side, on a phone a row to swipe. */
export function Categories({ categories, chosen, onChoose }: Props) {
  const { t } = useTranslation('shop')
  if (!categories)
    return (
      <div className={classes.categories} aria-busy>
        {skeletons.map((key) => (
          <Skeleton key={key} h={34} miw={96} />
        ))}
      </div>
    )
  const all = categories.reduce((sum, { count }) => sum + count, 0)
  const entries = [{ name: undefined, count: all }, ...categories]
  return (
    <fieldset className={classes.categories} aria-label={t('catalogue.categories')}>
      {entries.map(({ name, count }) => (
        <button
          key={name ?? ''}
          type="button"
          className={classes.category}
          aria-pressed={name === chosen}
          onClick={() => onChoose(name)}
        >
          <span>{name ?? t('catalogue.all')}</span>
          <span className={classes.categoryCount}>{count}</span>
        </button>
      ))}
    </fieldset>
  )
}
