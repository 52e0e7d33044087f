"""Authors: from the desk's notation, "Family, Given", to the name parts of CSL, and back.

"van der Berg, Jan" has a particle; a name without a comma is not split; "{Ministry, Russia}" is a body with a comma.
"""

CSLName = dict[str, str]


def parsed(author: str) -> CSLName:
    """The parts of a name."""
    if author.startswith("{") and author.endswith("}"):
        return {"literal": author[1:-1]}
    match [part.strip() for part in author.split(",")]:
        case [family, given] if family and given:
            return {**_family(family), "given": given}
        case [family, suffix, given] if family and suffix and given:
            return {**_family(family), "given": given, "suffix": suffix}
    return {"literal": author}


def _family(family: str) -> CSLName:
    words = family.split(" ")
    particle: list[str] = []
    while len(words) > 1 and words[0].islower():
        particle.append(words.pop(0))
    parts = {"non-dropping-particle": " ".join(particle)} if particle else {}
    return {**parts, "family": " ".join(words)}


def written(name: CSLName) -> str:
    """The name as the desk writes it. Empty if all its parts are."""
    parts = {part: str(value).strip() for part, value in name.items() if value}
    if literal := parts.get("literal"):
        return f"{{{literal}}}" if "," in literal else literal
    particle, family = parts.get("non-dropping-particle", ""), parts.get("family", "")
    # No space after an apostrophe: d'Alembert.
    whole = f"{particle}{'' if particle[-1:] in {chr(39), '’'} else ' '}{family}".strip()
    given = " ".join(part for part in (parts.get("given"), parts.get("dropping-particle")) if part)
    if not given or not whole:
        return whole or given
    return ", ".join(part for part in (whole, parts.get("suffix"), given) if part)
