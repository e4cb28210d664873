#!/usr/bin/env python3
"""What simpler taggers reach on labelled sentences: a keyword list, and jieba's own keywords.

    python3 -m venv venv && venv/bin/pip install jieba
    venv/bin/python tests/baselines.py tests/data/themes.jsonl [PREFIX]

PREFIX keeps the lines whose id begins with it. Compare with
`gongkai themes eval`. The keyword tagger gives a sentence every theme one of whose keywords it
holds; the stance is `problem` if it holds a deficit word, `measure` if it holds a remedy word.
The jieba taggers do the same with the keywords that jieba extracts from the sentence (TF-IDF or
TextRank) in place of all its words.
"""

import json
import sys

import jieba.analyse

TOPICS = {
    "staffing_shortage": "人员 人手 专职 兼职 队伍 力量",
    "weak_training": "培训 学习 轮训",
    "skill_gap": "业务能力 业务水平 专业 素质 能力 业务",
    "low_awareness": "认识 重视 意识",
    "low_initiative": "主动性 积极性 自觉性 被动",
    "incomplete_content": "内容 范围 重点领域 数量 深度",
    "low_quality": "质量 针对性 实用性 错别字",
    "untimely": "及时 更新 时效 时效性 滞后",
    "narrow_channels": "渠道 形式 载体 方式",
    "weak_interpretation": "解读 回应",
    "weak_institutions": "制度 机制",
    "request_handling": "依申请 答复 申请",
    "weak_supervision": "监督 考核 督查 检查 问责 指导",
    "platform_gap": "网站 平台 栏目 新媒体 专栏",
    "low_engagement": "知晓 参与 互动 宣传 公众",
    "weak_coordination": "配合 协调 协同 部门 平衡",
    "low_standardization": "标准 规范化 标准化 流程 目录 程序",
    "secrecy_review": "保密 隐私 审查",
    "funding_shortage": "经费 资金 设备",
}
TOPICS = {theme: words.split() for theme, words in TOPICS.items()}
DEFICITS = "不足 不够 不高 不强 较少 偏少 薄弱 单一 滞后 缺乏 有待 还需 不完善 不健全 不规范 不到位 不及时 不全 欠缺 不平衡".split()
REMEDIES = "加强 强化 提高 提升 增强 完善 健全 建立 拓宽 丰富 规范 加大 优化 开展 组织 落实 推进 充实 创新 严格 纳入".split()


def plain(text):
    return text


def tf_idf(text):
    return " ".join(jieba.analyse.extract_tags(text, topK=8))


def text_rank(text):
    return " ".join(jieba.analyse.textrank(text, topK=8, allowPOS=("n", "vn", "v", "a", "ad", "an", "d")))


def tag(text, words):
    held = words(text)
    stances = [s for s, list_ in (("problem", DEFICITS), ("measure", REMEDIES)) if any(w in text for w in list_)]
    return {(t, s) for t, topics in TOPICS.items() if any(w in held for w in topics) for s in stances}


def main():
    prefix = sys.argv[2] if len(sys.argv) > 2 else ""
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [json.loads(line) for line in file if line.strip()]
    lines = [line for line in lines if line["id"].startswith(prefix)]
    print(f"{len(lines)} sentences")
    for name, words in (("keyword list", plain), ("jieba TF-IDF", tf_idf), ("jieba TextRank", text_rank)):
        counts = {}
        for line in lines:
            wanted = {(label["theme"], label["stance"]) for label in line["themes"]}
            found = tag(line["text"], words)
            for label in wanted | found:
                right, wrong, missed = counts.get(label, (0, 0, 0))
                hit = (label in wanted, label in found)
                counts[label] = (right + (hit == (True, True)), wrong + (not hit[0]), missed + (not hit[1]))
        right, wrong, missed = (sum(count[i] for count in counts.values()) for i in range(3))
        f1 = sum(2 * r / (2 * r + w + m) for r, w, m in counts.values()) / len(counts)
        print(f"{name:<16} P {right / (right + wrong):.3f} R {right / (right + missed):.3f} macro F1 {f1:.3f}")


if __name__ == "__main__":
    main()
