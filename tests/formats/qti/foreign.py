"""Packages as other programs write them, made from the body of one item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from quizapp.formats.safety.archive import packed

ITEM_3: Final = """<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
    identifier="{name}" title="T" adaptive="false" time-dependent="false" {more}>
{inside}
</qti-assessment-item>"""
ITEM_2: Final = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"
    identifier="{name}" title="T" adaptive="false" timeDependent="false" {more}>
{inside}
</assessmentItem>"""
MANIFEST: Final = """<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M">
  <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>
  <organizations/>
  <resources>{resources}
  </resources>
</manifest>"""
RESOURCE: Final = """
    <resource identifier="{name}" type="{type}" href="{path}"><file href="{path}"/></resource>"""


def item_3(inside: str, name: str = "i1", more: str = "") -> str:
    """A file of an item of version 3."""
    return ITEM_3.format(inside=inside, name=name, more=more)


def item_2(inside: str, name: str = "i1", more: str = "") -> str:
    """A file of an item of version 2.1."""
    return ITEM_2.format(inside=inside, name=name, more=more)


def package(
    *items: str, folder: str = "", kind: str = "imsqti_item_xmlv2p1", extra: str = ""
) -> bytes:
    """A package of these items, numbered from 1."""
    paths = [f"items/item {number}.xml" for number in range(1, len(items) + 1)]
    resources = "".join(
        RESOURCE.format(name=f"r{number}", type=kind, path=path.replace(" ", "%20"))
        for number, path in enumerate(paths, 1)
    )
    parts: Iterable[tuple[str, str]] = [
        ("imsmanifest.xml", MANIFEST.format(resources=resources + extra)),
        *zip(paths, items, strict=True),
    ]
    return packed((f"{folder}{path}", text.encode()) for path, text in parts)


CHOICE_2: Final = """
  <responseDeclaration identifier="R" cardinality="single" baseType="identifier">
    <correctResponse><value>B</value></correctResponse>
  </responseDeclaration>
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
  <itemBody>
    <p>Look at the <b>map</b>.</p>
    <choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="1">
      <prompt>Which city
         is it?</prompt>
      <simpleChoice identifier="A">Bukhara
        <feedbackInline identifier="A" outcomeIdentifier="F" showHide="show">No.</feedbackInline>
      </simpleChoice>
      <simpleChoice identifier="B">Samarkand</simpleChoice>
    </choiceInteraction>
  </itemBody>
  <modalFeedback outcomeIdentifier="F" identifier="B" showHide="show">Well done.</modalFeedback>
  <modalFeedback outcomeIdentifier="F" identifier="all" showHide="show">
    It lies in the east.</modalFeedback>
"""
SEVERAL_3: Final = """
  <qti-response-declaration identifier="R" cardinality="multiple" base-type="identifier">
    <qti-mapping default-value="0"><qti-map-entry map-key="A" mapped-value="1"/>
      <qti-map-entry map-key="B" mapped-value="-1"/><qti-map-entry map-key="C" mapped-value="1"/>
    </qti-mapping>
  </qti-response-declaration>
  <qti-item-body dir="rtl">
    <qti-choice-interaction response-identifier="R" max-choices="0">
      <qti-prompt><p>ما الفردي؟</p></qti-prompt>
      <qti-simple-choice identifier="A"><p>واحد</p></qti-simple-choice>
      <qti-simple-choice identifier="B"><p>اثنان</p></qti-simple-choice>
      <qti-simple-choice identifier="C"><p>ثلاثة</p></qti-simple-choice>
    </qti-choice-interaction>
  </qti-item-body>
"""
TRUTH_3: Final = """
  <qti-response-declaration identifier="R" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>f</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-item-body><p>The earth is flat.</p>
    <qti-choice-interaction response-identifier="R" max-choices="1">
      <qti-simple-choice identifier="t">True</qti-simple-choice>
      <qti-simple-choice identifier="f">False</qti-simple-choice>
    </qti-choice-interaction>
  </qti-item-body>
"""
GAP_2: Final = """
  <responseDeclaration identifier="R" cardinality="single" baseType="string">
    <correctResponse><value>York</value></correctResponse>
    <mapping defaultValue="0"><mapEntry mapKey="york" mappedValue="1"/>
      <mapEntry mapKey="York" mappedValue="1"/><mapEntry mapKey="Jork" mappedValue="0.5"/></mapping>
  </responseDeclaration>
  <itemBody>
    <p>Made glorious summer by this son of
       <textEntryInteraction responseIdentifier="R" expectedLength="15"/>;</p>
  </itemBody>
"""
NUMBER_2: Final = """
  <responseDeclaration identifier="R" cardinality="single" baseType="float">
    <correctResponse><value>{value}</value></correctResponse>
  </responseDeclaration>
  <itemBody><p>How many?</p><p><textEntryInteraction responseIdentifier="R"/></p></itemBody>
  <responseProcessing><responseCondition><responseIf>
    <equal toleranceMode="absolute" tolerance="{tolerance} {tolerance}">
      <variable identifier="R"/><correct identifier="R"/></equal>
    <setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>
  </responseIf></responseCondition></responseProcessing>
"""
BOUNDS_3: Final = """
  <qti-response-declaration identifier="R" cardinality="single" base-type="integer">
    <qti-correct-response><qti-value>42</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-item-body><p>How many? <qti-text-entry-interaction response-identifier="R"/></p>
  </qti-item-body>
  <qti-response-processing><qti-response-condition><qti-response-if><qti-and>
    <qti-gte><qti-variable identifier="R"/>
      <qti-base-value base-type="integer">{low}</qti-base-value></qti-gte>
    <qti-lte><qti-variable identifier="R"/>
      <qti-base-value base-type="integer">{high}</qti-base-value></qti-lte>
  </qti-and></qti-response-if></qti-response-condition></qti-response-processing>
"""
MATCH_2: Final = """
  <responseDeclaration identifier="R" cardinality="multiple" baseType="directedPair">
    <correctResponse>{pairs}</correctResponse>
  </responseDeclaration>
  <itemBody>
    <matchInteraction responseIdentifier="R" maxAssociations="2">
      <prompt>Who wrote what?</prompt>
      <simpleMatchSet>
        <simpleAssociableChoice identifier="a" matchMax="1">Hamlet</simpleAssociableChoice>
        <simpleAssociableChoice identifier="b" matchMax="1">Faust</simpleAssociableChoice>
      </simpleMatchSet>
      <simpleMatchSet>
        <simpleAssociableChoice identifier="x" matchMax="2">Shakespeare</simpleAssociableChoice>
        <simpleAssociableChoice identifier="y" matchMax="2">Goethe</simpleAssociableChoice>
        <simpleAssociableChoice identifier="z" matchMax="2">Homer</simpleAssociableChoice>
      </simpleMatchSet>
    </matchInteraction>
  </itemBody>
"""
ORDER_3: Final = """
  <qti-response-declaration identifier="R" cardinality="ordered" base-type="identifier">
    <qti-correct-response>{values}</qti-correct-response>
  </qti-response-declaration>
  <qti-item-body>
    <qti-order-interaction response-identifier="R">
      <qti-prompt>First to last?</qti-prompt>
      <qti-simple-choice identifier="a">two</qti-simple-choice>
      <qti-simple-choice identifier="b">one</qti-simple-choice>
    </qti-order-interaction>
  </qti-item-body>
"""
INLINE_2: Final = """
  <responseDeclaration identifier="R" cardinality="single" baseType="identifier">
    <correctResponse><value>Y</value></correctResponse>
  </responseDeclaration>
  <itemBody><p>The sun of <inlineChoiceInteraction responseIdentifier="R">
    <inlineChoice identifier="L">Lancaster</inlineChoice>
    <inlineChoice identifier="Y">York</inlineChoice></inlineChoiceInteraction>.</p></itemBody>
"""
